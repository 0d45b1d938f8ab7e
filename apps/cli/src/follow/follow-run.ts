import { agentId, type GateView, isContainer, MusterError, type RunView } from '@muster/core'
import type { Muster } from '@muster/sdk'
import type { Context } from '../context.ts'
import type { Reached } from '../host/reach.ts'
import { createModelFolder, type ModelFolder } from '../model/fold-model.ts'
import type { RunModel } from '../model/run-model.ts'
import { createNarrator } from '../render/change-lines.ts'
import type { Display } from './display.ts'
import { createLiveDisplay } from './live-display.ts'
import { createPlainDisplay } from './plain-display.ts'

export interface FollowOptions {
  readonly run: string
  /** Entries up to this one are old news: they are folded but not shown. */
  readonly shownFrom: number
  /** Whether to go on when nothing but gates can move the run. */
  readonly waitGates: boolean
  /** Wait at most this many milliseconds; null waits until the end. */
  readonly timeoutMs: number | null
  readonly signal: AbortSignal
}

/** Why following stopped, and the run as it then stood. */
export interface Followed {
  readonly why: 'ended' | 'gate' | 'timeout' | 'interrupted'
  readonly view: RunView
  readonly model: RunModel
}

/** Shows a run until it ends, or until one of the options says to stop. Throws what the server answers. */
export async function followRun(
  context: Context,
  { muster, link }: Pick<Reached, 'muster' | 'link'>,
  options: FollowOptions,
): Promise<Followed> {
  const handle = muster.run(options.run)
  const [before, graph] = await Promise.all([handle.status(), handle.graph()])
  const folder = createModelFolder(before.run, graph)
  const narrator = createNarrator(folder, context.theme)
  const display = createDisplay(context, link)
  const clock = options.timeoutMs === null ? null : AbortSignal.timeout(options.timeoutMs)
  const signal = clock === null ? options.signal : AbortSignal.any([options.signal, clock])
  const gates = createGateWatch(muster, folder, before.run.yesToGates)
  let why: Followed['why'] = 'ended'
  try {
    for await (const entry of handle.events({ signal })) {
      const lines = narrator.tell(entry)
      if (entry.seq > options.shownFrom) display.entry(entry, lines, () => folder.model())
      if (entry.seq < before.run.seq) continue
      const open = await gates.look()
      if (open !== null) display.gates(open)
      if (!options.waitGates && onlyGatesCanMove(folder)) {
        why = 'gate'
        break
      }
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown
    why = options.signal.aborted ? 'interrupted' : 'timeout'
  } finally {
    display.close()
  }
  return { why, view: await handle.status(), model: folder.model() }
}

function createDisplay(context: Context, link: string): Display {
  const live = context.globals.output === 'text' && context.io.out.terminal !== null
  return live && context.io.env['TERM'] !== 'dumb'
    ? createLiveDisplay(context, link)
    : createPlainDisplay(context, link)
}

/** Looks up the gates that wait whenever that may have changed; answers null when it has not. */
function createGateWatch(muster: Muster, folder: ModelFolder, yesToGates: boolean) {
  let known = ''
  return {
    async look(): Promise<readonly GateView[] | null> {
      if (yesToGates) return null
      const { state } = folder
      const waiting = [...state.gates].filter(([stage]) => state.stages.get(stage)?.status === 'waiting')
      const key = waiting
        .map(([id, gate]) => `${id} ${gate.round} ${gate.deadline} ${gate.votes.length}`)
        .join()
      if (key === known) return null
      try {
        const views = await Promise.all(waiting.map(([stage]) => muster.gate(agentId(state.run, stage))))
        known = key
        return views.filter((view) => view.verdict === null)
      } catch (thrown) {
        if (thrown instanceof MusterError && thrown.code === 'MUSTER_SERVER_UNREACHABLE') return null
        throw thrown
      }
    },
  }
}

function onlyGatesCanMove({ state }: ModelFolder): boolean {
  let waiting = false
  for (const node of state.graph.nodes) {
    const status = state.stages.get(node.id)?.status
    if (status === 'running' && !isContainer(node)) return false
    if (status === 'waiting') waiting = true
  }
  return waiting
}
