import { openSite } from '../support/muster.ts'
import { describeMuster } from './describe-muster.ts'

// MUSTER_TEST_LEDGER_URL and MUSTER_TEST_STORE_URL point this at running servers, a DragonflyDB for one.
describeMuster('Postgres and redis-server', openSite)
