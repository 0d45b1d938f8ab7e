import {
  dayStart,
  type Fact,
  type LimitName,
  limitsOf,
  overLimit,
  PLANNER,
  type QuotaScope,
  type Revoked,
  type RunState,
  scopeKey,
  scopesOf,
  stageOf,
} from '@muster/core'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'

/** Stages that wait for room, looked at together. */
const HELD = 500
/** Runs that are stopped together. */
const PAGE = 200
const SPENT = ['artifactBytes', 'tokens', 'cost'] as const satisfies readonly LimitName[]

/**
 * What a limit does to runs that were admitted: agents that waited for room start when there is some, and runs of a tenant
 * or a project that has used up what it may are stopped. Nothing is asked where no limit is set.
 */
export function createQuotaKeeper(
  { ledger, clock }: Pick<EngineDeps, 'ledger' | 'clock'>,
  beat: Beat,
  revoked: () => Revoked,
) {
  /** Whether nobody waits, and nobody can come to wait. */
  let idle = false

  /**
   * Starts as many of those that wait as there is room for; which of them do is judged again under the lock. Answers
   * whether anybody waited.
   */
  async function release(): Promise<boolean> {
    const held = await ledger.held(HELD)
    if (held.length === 0) return false
    const room = new Map<string, number>()
    const roomIn = async (scope: QuotaScope): Promise<number> => {
      const key = scopeKey(scope)
      const known = room.get(key)
      if (known !== undefined) return known
      const limit = limitsOf(revoked(), scope)?.agents
      const free = limit === undefined ? HELD : limit - (await ledger.usage(scope, dayStart(clock()))).agents
      room.set(key, free)
      return free
    }
    const free = new Map<string, string[]>()
    for (const { run, stage, ...of } of held) {
      const scopes = scopesOf(of)
      const rooms = await Promise.all(scopes.map(roomIn))
      if (Math.min(...rooms) < 1) continue
      for (const [index, scope] of scopes.entries()) room.set(scopeKey(scope), (rooms[index] ?? 0) - 1)
      free.set(run, [...(free.get(run) ?? []), stage])
    }
    const requests = [...free].map(([run, stages]) => ({
      run,
      judge: (state: RunState): Fact | null => {
        const waiting = stages.filter((id) => {
          const stage = stageOf(state, id)
          return stage.status === 'pending' && stage.held !== undefined
        })
        return waiting.length === 0 ? null : { kind: 'stages.released', stages: waiting }
      },
    }))
    if (requests.length > 0) await beat.move(requests)
    return true
  }

  async function stopOverspent(): Promise<void> {
    for (const [key, limits] of revoked().quotas) {
      const names = SPENT.filter((name) => limits[name] !== undefined)
      if (names.length === 0) continue
      const [tenant, project] = JSON.parse(key) as [string, string | null]
      const scope = { tenant, project }
      const usage = await ledger.usage(scope, dayStart(clock()))
      const name = names.find((one) => usage[one] > (limits[one] ?? 0))
      if (name === undefined) continue
      await stopRuns(scope, `quota: ${overLimit(scope, name, limits[name] ?? 0, usage, clock())}`)
    }
  }

  async function stopRuns({ tenant, project }: QuotaScope, reason: string): Promise<void> {
    for (let before: string | undefined; ; ) {
      const page = await ledger.runs({
        tenant,
        status: 'running',
        limit: PAGE,
        ...(before === undefined ? {} : { before }),
      })
      const runs = page.filter((row) => project === null || row.project === project)
      await beat.move(
        runs.map(({ id: run }) => ({
          run,
          judge: ({ progress }) =>
            progress.status === 'running' && progress.stopping === null
              ? { kind: 'run.stopping', status: 'cancelled', by: PLANNER, reason }
              : null,
        })),
      )
      before = page.at(-1)?.id
      if (page.length < PAGE) return
    }
  }

  return {
    release,
    async hold(): Promise<void> {
      const unlimited = revoked().quotas.size === 0
      if (unlimited && idle) return
      idle = !(await release()) && unlimited
      if (!unlimited) await stopOverspent()
    },
  }
}
