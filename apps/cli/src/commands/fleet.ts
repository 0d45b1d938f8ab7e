import { EXIT, type FleetView, formatDuration, type StoreHealth, type WorkerView } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { renderTable } from '../render/table.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `fleet`. */
export function addFleet(program: Command, act: Act): void {
  program
    .command('fleet')
    .summary('show workers, planners, stores and queues')
    .description(
      'Shows the workers and what they do, the planners, whether the stores answer, and the queues.',
    )
    .action(act(fleet))
}

function fleet(context: Context): Promise<number> {
  return withMuster(context, async (muster) => {
    const [workers, rest] = await Promise.all([muster.workers(), muster.fleet()])
    if (context.globals.output === 'text') context.print(linesOf(context, workers, rest))
    else context.answer({ workers, ...rest })
    return EXIT.ok
  })
}

function linesOf({ io }: Context, workers: readonly WorkerView[], fleet: FleetView): readonly string[] {
  const columns = columnsOf(io.out)
  const since = (at: number) => formatDuration(Math.max(0, io.now() - at))
  const hasPlanner = fleet.processes.some(({ kind }) => kind === 'planner')
  return [
    ...(workers.length === 0
      ? ['No worker is alive.']
      : renderTable(
          ['WORKER', 'TIERS', 'STATE', 'HOLDS', 'VERSION', 'BEAT', 'AGENTS'],
          workers.map((worker) => [
            worker.id,
            worker.tiers.map((tier) => `T${tier}`).join(' '),
            stateOf(worker),
            `${worker.held ?? worker.agents.length} of ${worker.concurrency * worker.tiers.length}`,
            worker.version ?? 'unknown',
            `${since(worker.beatAt)} ago`,
            worker.agents.map((agent) => `${agent} ${worker.phases?.[agent] ?? ''}`.trim()).join(', ') || '-',
          ]),
          columns,
        )),
    '',
    ...renderTable(
      ['PART', 'STATE', 'MORE'],
      [
        ['ledger', ...healthOf(fleet.ledger)],
        ['store', ...healthOf(fleet.store)],
        ...(hasPlanner ? [] : [['planner', 'none', 'runs do not move until one is started']]),
        ...fleet.processes.map(({ id, kind, beatAt }) => [
          kind,
          'at work',
          `${id}, beat ${since(beatAt)} ago`,
        ]),
      ],
      columns,
    ),
    '',
    ...renderTable(
      ['QUEUE', 'WAITING', 'OLDEST', 'ACTIVE', 'DELAYED', 'FAILED'],
      fleet.queues.map(({ name, waiting, oldestAt, active, delayed, failed }) => [
        name,
        String(waiting),
        oldestAt === null ? '-' : since(oldestAt),
        ...[active, delayed, failed].map(String),
      ]),
      columns,
    ),
  ]
}

function stateOf({ revoked, draining, agents, held }: WorkerView): string {
  if (revoked === true) return 'revoked'
  if (draining === undefined) return 'at work'
  return (held ?? agents.length) === 0 ? 'drained' : 'draining'
}

function healthOf(health: StoreHealth): readonly string[] {
  return health.ok ? ['answers', `in ${health.ms} ms; ${health.about}`] : ['does not answer', health.problem]
}
