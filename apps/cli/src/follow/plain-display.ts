import type { GateView } from '@muster/core'
import type { Context } from '../context.ts'
import { renderGateNotice } from '../render/gate-notice.ts'
import type { Theme } from '../terminal.ts'
import type { Display } from './display.ts'

/** Lines for each change, the entries themselves, or nothing but notices: what is asked for by `-o`. */
export function createPlainDisplay(context: Context, link: string): Display {
  const { io, globals, print, say, theme, errTheme } = context
  const text = globals.output === 'text'
  const told = new Map<string, number>()
  const notice = (gate: GateView, using: Theme) =>
    renderGateNotice(gate, { now: io.now(), theme: using, user: io.user, url: link })
  return {
    entry(entry, lines) {
      if (text) print(lines)
      else if (globals.output === 'jsonl') context.answer(entry)
    },
    gates(open) {
      for (const gate of open) {
        if (told.get(gate.id) === gate.deadlineAt) continue
        told.set(gate.id, gate.deadlineAt)
        if (text) print(notice(gate, theme))
        else say(notice(gate, errTheme))
      }
    },
    close: () => undefined,
  }
}
