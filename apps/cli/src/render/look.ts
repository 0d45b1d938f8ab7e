import type { RunStatus, StageStatus } from '@muster/core'
import type { Theme } from '../terminal.ts'

type Look = readonly [symbol: string, word: string, paint: keyof Theme]

/** How each status looks: never by colour alone. */
const LOOKS: Readonly<Record<StageStatus, Look>> = {
  pending: ['·', 'pending', 'dim'],
  running: ['▸', 'running', 'busy'],
  waiting: ['?', 'waiting', 'wait'],
  succeeded: ['✓', 'succeeded', 'good'],
  failed: ['✗', 'failed', 'bad'],
  skipped: ['-', 'skipped', 'dim'],
  cancelled: ['⊘', 'cancelled', 'wait'],
  timed_out: ['!', 'timed out', 'bad'],
  revoked: ['■', 'revoked', 'bad'],
}

/** The longest word. */
export const WORD_WIDTH = 9

/** The symbol of a status, painted. */
export function symbolOf(status: StageStatus | RunStatus, theme: Theme): string {
  const [symbol, , paint] = LOOKS[status]
  return theme[paint](symbol)
}

/** The word of a status, as people read it. */
export function wordOf(status: StageStatus | RunStatus): string {
  return LOOKS[status][1]
}

/** Paints a text as its status is painted. */
export function paintAs(status: StageStatus | RunStatus, text: string, theme: Theme): string {
  return theme[LOOKS[status][2]](text)
}
