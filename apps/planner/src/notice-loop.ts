import {
  type Clock,
  type Ledger,
  type Log,
  type NoticeRow,
  retryNotice,
  type Service,
  toMusterError,
} from '@muster/core'
import { every, type Webhooks } from '@muster/engine'
import type { WebhookSender } from '@muster/runtime'

const EVERY_MS = 1_000
const BATCH = 16
/** Longer than a delivery can take: another planner tries what this one died with. */
const LEASE_MS = 60_000

export interface NoticeDeps {
  readonly ledger: Pick<Ledger, 'takeNotices' | 'settleNotice'>
  readonly webhooks: Pick<Webhooks, 'target'>
  readonly send: WebhookSender
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

/** Delivers notices, at least once each, beside everything else: nothing waits for a receiver. */
export function createNoticeLoop(deps: NoticeDeps): Service {
  const { ledger, webhooks, send, clock, random, log } = deps

  async function deliver(row: NoticeRow, stop: AbortSignal): Promise<void> {
    const { tenant, id, receiver, body, tries } = row
    const target = await webhooks
      .target(tenant, receiver)
      .catch((thrown: unknown) => toMusterError(thrown).message)
    // Nobody is told any more what was to go to a webhook that was removed.
    if (target === null) return ledger.settleNotice(row, null)
    const problem = typeof target === 'string' ? target : await send(target, id, body, stop)
    if (problem === null) return ledger.settleNotice(row, null)
    if (stop.aborted) return ledger.settleNotice(row, clock())
    const again = retryNotice(tries, clock(), random())
    if (again === null) log.error({ tenant, id, receiver, problem }, 'gave up a notice')
    else log.warn({ tenant, id, receiver, problem, tries }, 'could not deliver a notice; trying again')
    await ledger.settleNotice(row, again)
  }

  async function round(stop: AbortSignal): Promise<void> {
    for (let full = true; full && !stop.aborted; ) {
      const now = clock()
      const rows = await ledger.takeNotices(now, now + LEASE_MS, BATCH)
      await Promise.all(rows.map((row) => deliver(row, stop)))
      full = rows.length === BATCH
    }
  }

  return every(EVERY_MS, 'deliver notices', round, log)
}
