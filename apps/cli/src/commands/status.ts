import { EXIT } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { modelOfView } from '../model/view-model.ts'
import { unknownLines } from '../render/effect-lines.ts'
import { renderGateNotice } from '../render/gate-notice.ts'
import { renderHome } from '../render/home-lines.ts'
import { renderSummary, renderWithoutSandbox } from '../render/summary.ts'
import { renderTree } from '../render/tree.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `status [RUN]`. */
export function addStatus(program: Command, act: Act): void {
  program
    .command('status')
    .summary('show a run, or how this Muster is')
    .description(
      'Shows a run: its stages, the gates that wait, and what it came to. Without one: how ledger, store, planner and workers are, and the numbers of this Muster.',
    )
    .argument('[run]', 'the id of a run')
    .action(act((context, id?: string) => (id === undefined ? home(context) : status(context, id))))
}

function home(context: Context): Promise<number> {
  return withMuster(context, async (muster) => {
    const view = await muster.home()
    if (context.globals.output === 'text') context.print(renderHome(view))
    else context.answer(view)
    return EXIT.ok
  })
}

function status(context: Context, id: string): Promise<number> {
  return withMuster(context, async (muster, { host, link }) => {
    const handle = muster.run(id)
    const [view, graph] = await Promise.all([handle.status(), handle.graph()])
    if (context.globals.output !== 'text') {
      context.answer(view)
      return EXIT.ok
    }
    const { io, theme } = context
    const model = modelOfView(graph, view)
    const now = io.now()
    const maxLines = Number.POSITIVE_INFINITY
    context.print(renderTree(model, { now, theme, columns: columnsOf(io.out), maxLines }))
    const url = host === null ? link : null
    for (const gate of view.gates)
      if (gate.verdict === null)
        context.print(['', ...renderGateNotice(gate, { now, theme, user: io.user, url })])
    const unknown = unknownLines(id, view.effects)
    if (unknown.length > 0) context.print(['', ...unknown])
    if (view.run.status !== 'running') context.print(['', ...renderSummary(view, model, theme)])
    else {
      context.print(renderWithoutSandbox(view, theme))
      if (host !== null) context.say(['Nobody works on it now: it goes on at the next `npx muster up`.'])
    }
    return EXIT.ok
  })
}
