import {
  agentKey,
  assertNever,
  counterOf,
  DEFAULT_TENANT,
  dispatchedStep,
  type Fact,
  findRevocation,
  type InFlight,
  isEnded,
  type Revoked,
  type RunRow,
  type RunState,
  type StandingRevocation,
  stageOf,
  templateRevocation,
} from '@muster/core'
import type { Beat, Request } from './beat.ts'
import type { EngineDeps } from './deps.ts'

/** Runs, or attempts, that are looked at together. */
const PAGE = 200

/** Stops what a revocation has caught at work; answers how many runs that moved. Twice is harmless. */
export type Enforcement = (revocation: StandingRevocation) => Promise<number>

/**
 * A revocation is a fact before anything is stopped: what starts from then on is refused where it starts, and this
 * stops what has started. It may be cut short and done again, by any process.
 */
export function createEnforcement({ ledger, dispatch, clock }: EngineDeps, beat: Beat): Enforcement {
  async function throughRuns(
    { tenant, scope, target }: StandingRevocation,
    judge: Request['judge'],
  ): Promise<number> {
    let moved = 0
    let before: string | undefined
    for (;;) {
      const page = await ledger.runs({
        tenant,
        status: 'running',
        limit: PAGE,
        ...(before === undefined ? {} : { before }),
      })
      const runs = page.filter(({ project }) => scope !== 'project' || project === target)
      if (runs.length > 0) moved += (await beat.move(runs.map(({ id: run }) => ({ run, judge })))).length
      before = page.at(-1)?.id
      if (page.length < PAGE) return moved
    }
  }

  /** The attempts that a worker has at hand. */
  async function heldBy(worker: string): Promise<readonly InFlight[]> {
    const held: InFlight[] = []
    let after = { run: '', stage: '' }
    for (;;) {
      const page = await ledger.inFlight(clock() + 1, after, PAGE)
      const holders = await dispatch.holders(page.map(agentKey))
      held.push(...page.filter((_, index) => holders[index] === worker))
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE) return held
      after = { run: last.run, stage: last.stage }
    }
  }

  /** It is told before its attempts are dispatched anew, lest it takes them again; by then it may have handed them back. */
  async function fromWorker({ tenant, target }: StandingRevocation): Promise<number> {
    if (tenant !== DEFAULT_TENANT) return 0
    const held = await heldBy(target)
    await dispatch.publish([{ kind: 'worker', worker: target, revoked: true }])
    return held.length === 0 ? 0 : (await beat.move(held.map(loseFrom(target)))).length
  }

  /** Workers keep nothing ready of it from here on; nobody could get it any more. */
  async function ofTemplate(revocation: StandingRevocation): Promise<number> {
    const { tenant, target } = revocation
    await dispatch.publish([{ kind: 'template', tenant, template: target }])
    return throughRuns(revocation, (state, row, revoked) => {
      const now = findRevocation(revoked, row.tenant, 'template', target)
      return now === null ? null : revokeAgents(state, row, revoked, now)
    })
  }

  return (revocation) => {
    switch (revocation.scope) {
      case 'project':
        return throughRuns(revocation, stopRevoked)
      case 'template':
        return ofTemplate(revocation)
      case 'worker':
        return fromWorker(revocation)
      default:
        return assertNever(revocation.scope)
    }
  }
}

function stopRevoked(state: RunState, row: RunRow, revoked: Revoked): Fact | null {
  const revocation = findRevocation(revoked, row.tenant, 'project', row.project)
  const { progress } = state
  if (revocation === null || progress.status !== 'running' || progress.stopping?.status === 'revoked')
    return null
  const { by, reason, hash } = revocation
  return { kind: 'run.stopping', status: 'revoked', by, reason, revocation: hash }
}

/** Those of its agents at work that fall under the revocation. */
function revokeAgents(
  state: RunState,
  row: RunRow,
  revoked: Revoked,
  { by, reason, hash, target }: StandingRevocation,
): Fact | null {
  if (state.progress.status !== 'running') return null
  const stages = state.graph.nodes.flatMap((node) => {
    if (node.type !== 'agent' || templateRevocation(revoked, row.tenant, node.template)?.target !== target)
      return []
    const { status } = stageOf(state, node.id)
    return isEnded(status) || status === 'pending' ? [] : [node.id]
  })
  return stages.length === 0 ? null : { kind: 'agents.revoked', stages, by, reason, revocation: hash }
}

/** Takes an attempt away from a worker, unless it has ended meanwhile. */
function loseFrom(worker: string): (attempt: Pick<InFlight, 'run' | 'stage' | 'fence'>) => Request {
  return ({ run, stage, fence }) => ({
    run,
    judge(state) {
      const current = dispatchedStep(state, stage) !== null && counterOf(state, stage).fence === fence
      return current
        ? { kind: 'attempt.lost', stage, fence, because: `worker \`${worker}\` is revoked` }
        : null
    },
  })
}
