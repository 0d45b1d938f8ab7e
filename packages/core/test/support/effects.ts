import type { AgentNode, EffectAsk, Graph, JsonObject, Outcome, PlannedAction } from '../../src/index.ts'
import { agent, graph } from './graphs.ts'
import { OK, World } from './world.ts'

export const WRITE = { verb: 'file.write', target: '/srv/a' } as const
export const READ = { verb: 'http.request', target: 'GET https://a.example/' } as const
export const DELETE = { verb: 'http.request', target: 'DELETE https://a.example/' } as const
export const POST = { verb: 'http.request', target: 'POST https://a.example/' } as const

/** A graph of one agent whose template declares what `WRITE`, `READ` and `POST` need. */
export function effectGraph(node: Partial<AgentNode> = {}): Graph {
  const plain = graph([agent('a', { tier: 2, ...node })])
  const [template] = Object.values(plain.templates)
  if (template === undefined) throw new Error('no template')
  return {
    ...plain,
    templates: {
      'default@1.0.0': {
        ...template,
        effects: [
          { verb: 'file.write', roots: ['/srv'], maxBytes: 1_000 },
          {
            verb: 'http.request',
            hosts: ['a.example'],
            methods: ['GET', 'POST', 'DELETE'],
            private: false,
            timeoutMs: 1_000,
          },
        ],
      },
    },
  }
}

/** The outcome of PLAN with these actions, and of everything else. */
export function planning(actions: readonly (PlannedAction | JsonObject)[]) {
  return ({ phase }: { readonly phase: string }): Outcome =>
    phase === 'PLAN'
      ? {
          kind: 'succeeded',
          record: { plan: { actions: actions.map((action) => ({ ...action })) }, planDigest: 'd' },
        }
      : OK
}

/** A run of that graph that has come to `phase`, with a plan of these actions. */
export function worldAt(phase: string, actions: readonly JsonObject[], of: Graph): World {
  const world = new World(of)
  world.approvesPlans = true
  world.submit()
  const outcomeOf = planning(actions)
  for (let [open] = world.open(); open !== undefined && open.phase !== phase; [open] = world.open())
    world.deliver({ ...open, outcome: outcomeOf(open) })
  return world
}

/** A request of the attempt now under way, by the worker that took it first. */
export function askOf(world: World, more: Partial<EffectAsk> = {}): EffectAsk {
  const [open] = world.open()
  return {
    run: 'run',
    stage: 'a',
    id: `id${world.now}`,
    key: 'k',
    ...WRITE,
    digest: 'sha256:0',
    bytes: 1,
    phase: (open?.phase ?? 'EXECUTE') as EffectAsk['phase'],
    attempt: open?.attempt ?? 1,
    fence: open?.fence ?? 1,
    worker: 'w',
    holder: 'h1',
    ...more,
  }
}
