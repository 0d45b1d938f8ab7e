import { describe, expect, it } from 'vitest'
import {
  type EffectAsk,
  type Graph,
  type RevocationView,
  type Surroundings,
  type Wait,
  WAIT_KINDS,
  why,
  type WorkerView,
} from '../src/index.ts'
import { lived } from './support/lived.ts'
import { agent, branch, gate, graph } from './support/graphs.ts'
import { ANN, BOB, failure, OK, PLANNER, World } from './support/world.ts'

function worker(id: string, change: Partial<WorkerView> = {}): WorkerView {
  return { id, tiers: [0, 1], concurrency: 2, sandbox: 'bubblewrap', agents: [], beatAt: 0, ...change }
}

function revoked(scope: RevocationView['scope'], id: string): RevocationView {
  return { scope, id, by: BOB, reason: 'it was stolen', at: 0, seq: 1, hash: 'h' }
}

function waitsOf(world: World, around: Partial<Surroundings> = {}): readonly Wait[] {
  return why(world.state, { now: world.now, workers: [], queued: {}, standing: [], ...around }).waits
}

function waitOf(world: World, stage: string | null, around: Partial<Surroundings> = {}): Wait {
  const found = waitsOf(world, around).filter((wait) => wait.stage === stage)
  expect(found).toHaveLength(1)
  return found[0] as Wait
}

const started = (nodes: Graph['nodes'], more: Partial<Graph> = {}) => new World(graph(nodes, more)).submit()
const GATE = {
  type: 'approval',
  approvers: ['ben', 'role:ops'],
  quorum: 2,
  timeoutMs: 60_000,
  onTimeout: { do: 'reject' },
  allowAuthor: false,
  message: null,
} as const

describe('an open gate', () => {
  const nodes = [gate('ok', { gate: GATE }), agent('go', { requires: ['ok'] })]

  it('does not wait for who published a template of the run', () => {
    const ben = { kind: 'person', name: 'ben', roles: [] } as const
    const { who, why: because } = waitOf(started(nodes, { publishers: { 'default@1.0.0': ben } }), 'ok')
    expect(who).toEqual(['role:ops'])
    expect(because).toBe(
      'it has 0 of 2 approvals; `ann`, who started the run, and `ben`, who published a template of it, may not decide',
    )
  })

  it('waits for those who have not voted, until its deadline, and then skips what requires it', () => {
    const world = started(nodes)
    const wait = waitOf(world, 'ok')
    expect(wait).toMatchObject({ kind: 'gate', who: ['ben', 'role:ops'], by: 61_000, since: 1_000 })
    expect(wait.why).toBe('it has 0 of 2 approvals; `ann`, who started the run, may not decide')
    expect(wait.next).toBe('it is rejected, and `go` is skipped')
    expect(wait.how).toEqual([
      'npx muster gate show run.ok',
      'npx muster approve run.ok',
      'npx muster reject run.ok',
    ])
    world.cause({
      kind: 'gate.voted',
      stage: 'ok',
      vote: { voter: BOB, as: 'ben', decision: 'approve', comment: null },
    })
    expect(waitOf(world, 'ok')).toMatchObject({ who: ['role:ops'] })
  })

  it('that escalates says to whom, and once it has, that it is rejected', () => {
    const onTimeout = { do: 'escalate', approvers: ['cleo'] } as const
    const world = started([gate('ok', { gate: { ...GATE, onTimeout } })])
    expect(waitOf(world, 'ok').next).toBe('it is escalated to `cleo`')
    world.cause({ kind: 'gate.expired', stage: 'ok' })
    expect(waitOf(world, 'ok')).toMatchObject({ next: 'it is rejected', who: ['ben', 'role:ops', 'cleo'] })
  })

  it('without approvers waits for anyone', () => {
    const world = started([gate('ok', { gate: { ...GATE, approvers: [], quorum: 1, allowAuthor: true } })])
    expect(waitOf(world, 'ok')).toMatchObject({ who: ['anyone'], why: 'it has 0 of 1 approval' })
  })
})

describe('an agent', () => {
  it('waits for a worker of its tier when none is alive, or none serves it', () => {
    const world = started([agent('a', { tier: 2 })])
    const alone = waitOf(world, 'a')
    expect(alone).toMatchObject({ kind: 'worker', by: null, who: ['role:owner', 'role:operator'] })
    expect(alone.why).toBe('no worker that is alive serves T2 operator; none is alive at all')
    expect(alone.how).toContain('MUSTER_TIERS=2 npx muster worker')
    expect(waitOf(world, 'a', { workers: [worker('w1')] }).why).toBe(
      'no worker that is alive serves T2 operator; those alive serve T0, T1',
    )
  })

  it('waits for a place when the workers of its tier are full, and says how many wait with it', () => {
    const workers = [worker('w1', { agents: ['x.1', 'x.2'] }), worker('w2', { agents: ['x.3', 'x.4'] })]
    const wait = waitOf(started([agent('a')]), 'a', { workers, queued: { 0: 7 } })
    expect(wait.kind).toBe('worker')
    expect(wait.why).toBe(
      'the 2 workers of T0 observer are full, 4 of 4 places taken; 7 attempts wait in its queue',
    )
  })

  it('is on its way when there is room, and nobody need do anything', () => {
    const wait = waitOf(started([agent('a')]), 'a', { workers: [worker('w1', { agents: ['x.1'] })] })
    expect(wait).toMatchObject({ kind: 'worker', who: [], how: [] })
    expect(wait.why).toContain('1 of 2 places free')
  })

  it('waits for a lifted revocation when every worker of its tier is revoked', () => {
    const around = { workers: [worker('w1', { revoked: true })], standing: [revoked('worker', 'w1')] }
    const wait = waitOf(started([agent('a')]), 'a', around)
    expect(wait.kind).toBe('revoked')
    expect(wait.why).toBe('every worker that serves T0 observer is revoked, `w1`: it was stolen')
    expect(wait.how).toEqual(['npx muster revoke worker w1 --lift --reason TEXT'])
  })

  it('that a worker holds is at work until its timeout, once that runs', () => {
    const world = started([agent('a', { timeoutMs: 60_000 })])
    const workers = [worker('w1', { agents: ['run.a'] })]
    expect(waitOf(world, 'a', { workers })).toMatchObject({
      kind: 'work',
      why: 'BOOTSTRAP is at work on w1',
      by: null,
      next: 'its timeout of 1m begins when its first phase has ended',
    })
    for (const message of world.open()) world.deliver(message)
    expect(waitOf(world, 'a', { workers })).toMatchObject({
      why: 'PREFLIGHT is at work on w1',
      by: 61_000,
      next: 'at its timeout of 1m it is stopped and ends timed out',
    })
  })

  it('pauses between tries, and says when which try comes', () => {
    const retries = { max: 3, backoff: 'fixed', delayMs: 5_000, maxDelayMs: 5_000 } as const
    const world = started([agent('a', { retries })])
    for (const message of world.open()) world.deliver({ ...message, outcome: failure(true) })
    expect(waitOf(world, 'a')).toMatchObject({
      kind: 'backoff',
      by: 6_000,
      why: '1 try failed, and it pauses before the next',
      next: 'BOOTSTRAP is tried again, as attempt 2 (3 retries in all)',
    })
    expect(waitOf(world, 'a', { now: 6_000 }).kind).toBe('worker')
  })

  it('of a template that is revoked will be revoked in its turn, unless that is lifted', () => {
    const world = started([gate('ok', { gate: GATE }), agent('a', { requires: ['ok'] })])
    for (const id of ['default', 'default@1.0.0']) {
      const wait = waitOf(world, 'a', { standing: [revoked('template', id)] })
      expect(wait).toMatchObject({ kind: 'revoked', on: ['ok'] })
      expect(wait.how).toEqual([`npx muster revoke template ${id} --lift --reason TEXT`])
    }
    expect(waitOf(world, 'a', { standing: [revoked('template', 'default@2.0.0')] }).kind).toBe('needs')
  })
})

describe('a stage that waits for others', () => {
  it('names them, and who can end what they wait for, by when', () => {
    const world = started([
      gate('ok', { gate: GATE }),
      agent('a', { requires: ['ok'] }),
      agent('b', { requires: ['a'], requiresResult: 'finished' }),
    ])
    const who = ['ben', 'role:ops']
    expect(waitOf(world, 'a')).toMatchObject({
      kind: 'needs',
      why: 'it requires `ok`',
      on: ['ok'],
      who,
      by: 61_000,
    })
    expect(waitOf(world, 'b')).toMatchObject({
      on: ['a'],
      who,
      by: 61_000,
      next: 'it starts when that ended, however that is',
    })
  })

  it('cannot say by when as long as one of them cannot', () => {
    const world = started([gate('ok', { gate: GATE }), agent('a'), agent('b', { requires: ['ok', 'a'] })])
    expect(waitOf(world, 'b')).toMatchObject({
      by: null,
      who: ['ben', 'role:ops', 'role:owner', 'role:operator'],
      next: 'it starts when all of those succeeded; otherwise it is skipped',
    })
  })

  it('waits through a container for what is open inside it', () => {
    const world = started([
      { ...parallel('p', ['p.0', 'p.1']), maxConcurrency: 1 },
      branch('p.0', 'p', ['p.0.ok']),
      { ...gate('p.0.ok', { gate: GATE }), parent: 'p.0' },
      branch('p.1', 'p', ['p.1.a']),
      { ...agent('p.1.a'), parent: 'p.1' },
      agent('z', { requires: ['p'] }),
    ])
    expect(waitOf(world, 'p.1')).toMatchObject({
      kind: 'place',
      why: '`p` runs at most 1 of its branches at once',
      on: ['p.0'],
      who: ['ben', 'role:ops'],
    })
    expect(waitOf(world, 'z')).toMatchObject({ on: ['p'], who: ['ben', 'role:ops'], by: 61_000 })
    expect(waitsOf(world).map(({ stage }) => stage)).toEqual(['p.0.ok', 'p.1', 'z'])
  })
})

describe('an agent that a quota holds', () => {
  const because = 'Tenant `default` has used 2 of 2 agents at a time (limit `agents`); it frees when one ends'
  const held = (project?: string) => {
    const world = started([agent('a')])
    world.cause({ kind: 'stage.held', stage: 'a', because, ...(project === undefined ? {} : { project }) })
    return waitOf(world, 'a')
  }

  it('says which limit, what frees it, and that the owner can raise that of a tenant', () => {
    expect(held()).toMatchObject({
      kind: 'quota',
      why: because,
      who: ['role:owner'],
      next: 'it starts in the order of runs, when an agent that counts has ended or the limit is raised',
      how: ['npx muster quota set agents=NUMBER --reason TEXT'],
    })
  })

  it('says that administrators can raise that of a project too', () => {
    expect(held('web')).toMatchObject({
      kind: 'quota',
      who: ['role:owner', 'role:admin'],
      how: ['npx muster quota set agents=NUMBER --project web --reason TEXT'],
    })
  })
})

describe('a run', () => {
  it('says when all of it times out', () => {
    const world = started([agent('a')], { timeoutMs: 30_000 })
    expect(waitOf(world, null)).toMatchObject({ kind: 'deadline', by: 31_000, since: 1_000 })
  })

  it('that is being stopped waits for what is at work', () => {
    const world = started([agent('a')])
    world.cause({ kind: 'run.stopping', status: 'cancelled', by: BOB, reason: 'wrong branch' })
    expect(waitOf(world, null)).toMatchObject({
      kind: 'stopping',
      why: 'the run is being stopped, cancelled: wrong branch',
    })
  })

  it('that failed waits for a retry, one that is revoked for nothing, one that succeeded not at all', () => {
    const failed = started([agent('a')])
    failed.run(() => failure(false))
    expect(waitOf(failed, null)).toMatchObject({ kind: 'ended', how: ['npx muster retry run'] })
    const revokedRun = started([agent('a')])
    revokedRun.cause({ kind: 'run.stopping', status: 'revoked', by: PLANNER, reason: 'stolen' })
    expect(waitOf(revokedRun, null)).toMatchObject({ kind: 'ended', how: [], who: [] })
    expect(waitsOf(started([agent('a')]).run(() => OK))).toEqual([])
  })

  it('waits for somebody to say whether an unknown effect happened', () => {
    const world = started([agent('a', { tier: 2 })])
    const asked: Omit<EffectAsk, 'run' | 'stage'> = {
      id: 'e1',
      key: 'k',
      verb: 'http.request',
      target: 'POST https://shop.example/orders',
      digest: 'd',
      bytes: 2,
      phase: 'EXECUTE',
      attempt: 1,
      fence: 1,
      worker: 'w',
      holder: 'h',
    }
    world.cause({ kind: 'effect.intended', stage: 'a', effect: 1, asked })
    world.run(() => failure(false))
    const wait = waitsOf(world).find(({ kind }) => kind === 'effect')
    expect(wait).toMatchObject({ stage: 'a', next: 'once somebody says so, a retry can go on' })
    expect(wait?.how).toEqual([
      'npx muster effects settle run a/1 --happened',
      'npx muster effects settle run a/1 --did-not-happen',
    ])
    world.cause({ kind: 'effect.settled', stage: 'a', effect: 1, happened: true, by: ANN, reason: null })
    expect(waitsOf(world).map(({ kind }) => kind)).toEqual(['ended'])
  })
})

it('whatever has not ended waits, or is held by something that does, in every random run', () => {
  for (let seed = 1; seed < 40; seed += 1) {
    const nodes = [
      agent('a', { retries: { max: 2, backoff: 'exponential', delayMs: 10, maxDelayMs: 50 } }),
      gate('ok', { requires: ['a'] }),
      parallel('p', ['p.0', 'p.1']),
      branch('p.0', 'p', ['p.0.a']),
      { ...agent('p.0.a'), parent: 'p.0' },
      branch('p.1', 'p', ['p.1.ok']),
      { ...gate('p.1.ok'), parent: 'p.1' },
      agent('z', { requires: ['ok', 'p'], requiresResult: 'finished' }),
    ]
    const { world } = lived(graph(nodes), seed)
    const again = new World(graph(nodes))
    for (const { cause } of world.entries) {
      again.cause(cause)
      const { waits } = why(again.state, { now: again.now, workers: [], queued: {}, standing: [] })
      const told = new Set(waits.map(({ stage }) => stage))
      for (const node of nodes) {
        const { status } = again.state.stages.get(node.id) ?? { status: 'pending' }
        const open = status === 'waiting' || status === 'running' || status === 'pending'
        const held = node.parent !== null || node.type === 'parallel'
        if (open && !held) expect([node.id, told.has(node.id)]).toEqual([node.id, true])
        if (!open) expect([node.id, told.has(node.id)]).toEqual([node.id, false])
      }
      const ranks = waits.map(({ kind }) => WAIT_KINDS.indexOf(kind))
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
    }
  }
})

function parallel(id: string, children: readonly string[]) {
  const { parent, requires, requiresResult, when } = branch(id, 'x', [])
  return {
    id,
    name: id,
    parent: parent === 'x' ? null : parent,
    requires,
    requiresResult,
    when,
    type: 'parallel',
    children,
    maxConcurrency: null as number | null,
    failFast: false,
  } as const
}
