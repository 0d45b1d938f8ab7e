import type { GateView } from '@muster/core'
import type { Context } from '../context.ts'
import type { RunModel } from '../model/run-model.ts'
import { renderGateNotice } from '../render/gate-notice.ts'
import { renderTree } from '../render/tree.ts'
import { clip, HIDE_CURSOR, rewind, SHOW_CURSOR } from '../terminal.ts'
import type { Display } from './display.ts'

/** Milliseconds between two pictures. */
const FRAME_MS = 70
/** Durations go on counting. */
const TICK_MS = 1_000

/** The run as a tree that is drawn again in place, with the gates that wait below it. */
export function createLiveDisplay(context: Context, link: string): Display {
  const { io, theme } = context
  let model: (() => RunModel) | null = null
  let open: readonly GateView[] = []
  let drawn = 0
  let frame: NodeJS.Timeout | null = null
  const tick = setInterval(schedule, TICK_MS)
  const showCursor = () => io.out.write(SHOW_CURSOR)
  process.once('exit', showCursor)
  io.out.write(HIDE_CURSOR)

  function schedule(): void {
    frame ??= setTimeout(() => {
      frame = null
      draw(false)
    }, FRAME_MS)
  }

  function draw(last: boolean): void {
    const size = io.out.terminal
    if (model === null || size === null) return
    const now = io.now()
    const notices = last
      ? []
      : open.flatMap((gate) => ['', ...renderGateNotice(gate, { now, theme, user: io.user, url: link })])
    const room = last ? Number.POSITIVE_INFINITY : Math.max(3, size.rows - 1 - notices.length)
    const tree = renderTree(model(), { now, theme, columns: size.columns, maxLines: room })
    const lines = last ? tree : [...tree, ...notices].slice(0, Math.max(1, size.rows - 1))
    io.out.write(`${rewind(drawn)}${lines.map((line) => `${clip(line, size.columns)}\n`).join('')}`)
    drawn = lines.length
  }

  return {
    entry(_entry, _lines, next) {
      model = next
      schedule()
    },
    gates(now) {
      open = now
      schedule()
    },
    close() {
      clearInterval(tick)
      if (frame !== null) clearTimeout(frame)
      draw(true)
      process.removeListener('exit', showCursor)
      showCursor()
    },
  }
}
