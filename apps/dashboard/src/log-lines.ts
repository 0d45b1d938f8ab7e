import { agentKey, type LogLine, type StageRow } from '@muster/core'
import type { HandlerDeps } from './handler.ts'
import { packagedLines } from './bundle.ts'
import { createWake } from './wake.ts'

const PAGE = 500
const POLL_MS = 1_000

type Source = Pick<HandlerDeps, 'ledger' | 'artifacts' | 'logs' | 'changes' | 'log'>

/** How far one agent's lines were sent. */
interface Cursor {
  /** In the live stream. */
  id: string | null
  last: LogLine | null
  /** The manifest whose log was sent. */
  manifest: string | null
}

/** What to read: one stage with all below it, or the whole run when `stage` is null. */
interface Reading {
  readonly tenant: string
  readonly run: string
  readonly stage: string | null
  readonly follow: boolean
}

/** Lines of a run's agents as JSON lines, in order for each agent; following, until the run has ended. */
export async function* logLines(
  source: Source,
  { tenant, run, stage, follow }: Reading,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const wake = createWake(source.changes, (changed) => changed === run, signal)
  const cursors = new Map<string, Cursor>()
  try {
    while (!signal.aborted) {
      // Read before the lines are: once it says ended, everything there is was there to be read.
      const row = await source.ledger.run(tenant, run)
      for (const one of await source.ledger.stages(run)) {
        if (one.type !== 'agent' || one.status === 'pending' || !within(one.stage, stage)) continue
        const cursor = cursors.get(one.stage) ?? { id: null, last: null, manifest: null }
        cursors.set(one.stage, cursor)
        for await (const lines of newLines(source, one, cursor)) {
          yield lines.map((line) => `${JSON.stringify(line)}\n`).join('')
          if (signal.aborted) return
        }
      }
      if (!follow || row?.status !== 'running') return
      await wake.wait(POLL_MS)
    }
  } finally {
    wake.close()
  }
}

async function* newLines(source: Source, row: StageRow, cursor: Cursor): AsyncGenerator<readonly LogLine[]> {
  if (row.manifest !== null) {
    if (row.manifest === cursor.manifest) return
    const packaged = await packagedLines(source, row.manifest)
    if (packaged !== null) {
      cursor.manifest = row.manifest
      const lines = linesAfter(packaged, cursor.last)
      cursor.last = lines.at(-1) ?? cursor.last
      if (lines.length > 0) yield lines
      return
    }
  }
  for (;;) {
    const found = await source.logs.read(agentKey(row), cursor.id, PAGE)
    const read = found.map((one) => one.line)
    const lines = cursor.id === null ? linesAfter(read, cursor.last) : read
    cursor.id = found.at(-1)?.id ?? cursor.id
    cursor.last = lines.at(-1) ?? cursor.last
    if (lines.length > 0) yield lines
    if (found.length < PAGE) return
  }
}

/** The lines that come after `last`: where the packaged log takes over from the live one, or the other way. */
export function linesAfter(lines: readonly LogLine[], last: LogLine | null): readonly LogLine[] {
  if (last === null) return lines
  const index = lines.findLastIndex(
    (line) =>
      line.at === last.at &&
      line.text === last.text &&
      line.phase === last.phase &&
      line.attempt === last.attempt &&
      line.stream === last.stream,
  )
  return index >= 0 ? lines.slice(index + 1) : lines.filter((line) => line.at > last.at)
}

function within(stage: string, of: string | null): boolean {
  return of === null || stage === of || stage.startsWith(`${of}.`)
}
