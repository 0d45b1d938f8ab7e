import type { StoreFacts } from '@muster/core'

/** A store that is well. */
export const A_STORE: StoreFacts = {
  name: 'Redis 7.0.15',
  memory: '1.00M',
  full: null,
  evicts: false,
  appendOnly: true,
  outcomes: { waiting: 0, oldestAt: null, reader: 'p1' },
}
