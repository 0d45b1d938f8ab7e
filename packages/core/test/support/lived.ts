import { expect } from 'vitest'
import { type Graph, isEnded, judgeRetry, type Outcome, type Spending, stageOf } from '../../src/index.ts'
import { ANN, BOB, failure, OK, PLANNER, World } from './world.ts'

/** Carries a run to its end by random moves; every duplicate and stale outcome is delivered as well. */
export function walk(world: World, next: (below: number) => number): void {
  const settled = new Set<string>()
  for (let move = 0; world.state.progress.status === 'running'; move += 1) {
    if (move > 5_000) throw new Error('the run does not end')
    world.now += 1
    const open = world.open()
    const gates = [...world.state.gates].filter(([, gate]) => gate.decided === null).map(([id]) => id)
    const dice = next(100)
    if (dice < 3 && open.length > 0) {
      const lost = open[next(open.length)]
      if (lost) world.cause({ kind: 'attempt.lost', stage: lost.stage, fence: lost.fence })
    } else if (dice < 5 && open.length > 0) {
      const late = open[next(open.length)]
      if (late) world.cause({ kind: 'stage.timed_out', stage: late.stage })
    } else if (dice < 6) {
      const status = (['cancelled', 'timed_out', 'revoked'] as const)[next(3)] ?? 'cancelled'
      world.cause({ kind: 'run.stopping', status, by: PLANNER, reason: 'chance' })
    } else if (dice < 8) {
      const agents = world.state.graph.nodes.filter(
        ({ id, type }) => type === 'agent' && !isEnded(stageOf(world.state, id).status),
      )
      const revoked = agents[next(agents.length)]
      if (revoked) world.cause({ kind: 'agents.revoked', stages: [revoked.id], by: ANN, reason: 'chance' })
    } else if (dice < 16 && world.dispatched.length > 0) {
      const any = world.dispatched[next(world.dispatched.length)]
      if (any && settled.has(`${any.stage} ${any.fence}`)) expect(world.deliver(any)).not.toBe('accepted')
    } else if (gates.length > 0 && (open.length === 0 || dice < 40)) {
      const stage = gates[next(gates.length)] ?? ''
      const decision = next(4) === 0 ? 'reject' : 'approve'
      if (next(5) === 0) world.cause({ kind: 'gate.expired', stage })
      else
        world.cause({ kind: 'gate.voted', stage, vote: { voter: BOB, as: 'bob', decision, comment: null } })
    } else if (open.length > 0) {
      const message = open[next(open.length)]
      if (message === undefined) continue
      const outcomes: Outcome[] = [
        OK,
        OK,
        OK,
        OK,
        OK,
        failure(true),
        failure(false),
        { kind: 'timed_out', record: {} },
        { ...OK, spent: spending(next) },
        { ...failure(true), spent: spending(next) },
      ]
      const key = `${message.stage} ${message.fence}`
      expect(settled.has(key)).toBe(false)
      settled.add(key)
      const said = outcomes[next(outcomes.length)] ?? OK
      // Few plans, so that one is proposed again that was clarified away.
      const record = message.phase === 'PLAN' ? { planDigest: `plan ${next(4)}` } : said.record
      const outcome = { ...said, record, checkpoint: `sha256:${key}` }
      expect(world.deliver({ ...message, outcome })).toBe('accepted')
    } else {
      throw new Error('the run waits for nothing and does not end')
    }
  }
}

function randomOf(seed: number): (below: number) => number {
  let state = seed | 1
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    state ^= state >>> 15
    return (state >>> 0) % below
  }
}

/** A run over a random graph, lived to its end; `next` is its chance. */
export function lived(
  graph: Graph,
  seed: number,
): { readonly world: World; readonly next: (below: number) => number } {
  const next = randomOf(seed)
  const world = new World(graph)
  world.answer = () => next(3) > 0
  world.submit()
  walk(world, next)
  return { world, next }
}

function spending(next: (below: number) => number): Spending {
  const kind = next(2) === 0 ? 'net' : 'disk'
  const errors = next(2) === 0 ? [] : [{ kind, message: 'refused', count: 1 + next(2) }]
  return { errors, outputBytes: next(50), tokens: next(50), cost: next(3) / 10 }
}

/** As far as it may be tried again, a run that ended is: from any stage, or from what did not succeed. */
export function retried(world: World, next: (below: number) => number, times: number): void {
  for (let retry = 0; retry < times; retry += 1) {
    const { nodes } = world.state.graph
    const from = next(2) === 0 ? undefined : nodes[next(nodes.length)]?.id
    if (judgeRetry(world.state, from ?? null) !== null) return
    world.cause({ kind: 'run.retried', by: ANN, ...(from !== undefined && { from }) })
    walk(world, next)
  }
}
