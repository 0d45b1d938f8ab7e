import { appendFile, stat } from 'node:fs/promises'
import type { LogLine } from '@muster/core'
import { createLineBounder } from './line-bounder.ts'
import type { PhaseRun } from './phase-run.ts'

const MAX_LINE_BYTES = 16 * 1024
/** Of one attempt, both streams together. */
export const MAX_LOG_BYTES = 1024 * 1024
export const MAX_LOG_LINES = 20_000
/** Of one agent's log file. */
const MAX_FILE_BYTES = 16 * 1024 * 1024
/** Of the last words kept in a record. */
const MAX_TAIL_LINES = 20
const MAX_TAIL_BYTES = 4 * 1024

/** What an attempt's record keeps of what its program wrote. */
type Said = {
  readonly lines: number
  readonly droppedBytes: number
  readonly stderr: readonly string[]
}

/** Takes what one attempt's program writes: lines go out and to the agent's log file, within bounds. */
export interface Capture {
  write(stream: 'stdout' | 'stderr', chunk: Uint8Array): void
  /** Ends open lines, says what was dropped, waits for the file; answers what belongs in the record. */
  end(): Promise<Said>
}

interface CaptureOptions {
  readonly stage: string
  readonly phase: string
  readonly attempt: number
  readonly file: string
  clock(): number
  emit(lines: LogLine[]): void
}

/** Starts a capture that appends to `file` as JSON lines. Memory stays bounded whatever is written. */
function createCapture(options: CaptureOptions): Capture {
  const bounders = { stdout: createLineBounder(MAX_LINE_BYTES), stderr: createLineBounder(MAX_LINE_BYTES) }
  let lines = 0
  let bytes = 0
  let dropped = 0
  let full = false
  let tail: string[] = []
  let writing = Promise.resolve()

  const send = (batch: LogLine[]): void => {
    if (batch.length === 0) return
    options.emit(batch)
    writing = writing.then(() => appendBounded(options.file, batch)).catch(() => {})
  }

  const line = (stream: LogLine['stream'], text: string): LogLine => {
    const { stage, phase, attempt } = options
    return { stage, phase, attempt, stream, at: options.clock(), text }
  }

  const keep = (stream: LogLine['stream'], texts: readonly string[]): void => {
    const batch: LogLine[] = []
    for (const text of texts) {
      const size = Buffer.byteLength(text) + 1
      full ||= lines >= MAX_LOG_LINES || bytes + size > MAX_LOG_BYTES
      if (full) {
        dropped += size
        continue
      }
      lines += 1
      bytes += size
      batch.push(line(stream, text))
    }
    if (stream === 'stderr' && texts.length > 0)
      tail = [...tail, ...texts.slice(-MAX_TAIL_LINES)].slice(-MAX_TAIL_LINES)
    send(batch)
  }

  return {
    write(stream, chunk) {
      // Past the bound nobody reads standard output any more; the last words of standard error still count.
      if (full && stream === 'stdout') dropped += chunk.length
      else keep(stream, bounders[stream].push(chunk))
    },

    async end() {
      keep('stdout', bounders.stdout.end())
      keep('stderr', bounders.stderr.end())
      if (dropped > 0) send([line('stderr', `muster: output limit reached, ${dropped} more bytes dropped`)])
      await writing
      return { lines, droppedBytes: dropped, stderr: lastWords(tail) }
    },
  }
}

/** A capture for the program of an attempt. */
export function captureOf({ job, host, workspace }: PhaseRun): Capture {
  const { stage, phase, attempt } = job
  return createCapture({
    stage,
    phase,
    attempt,
    file: workspace.log,
    clock: () => host.clock(),
    emit: (lines) => host.emit(lines),
  })
}

function lastWords(tail: readonly string[]): string[] {
  const kept: string[] = []
  let room = MAX_TAIL_BYTES
  for (const text of tail.toReversed()) {
    const short = text.length > 500 ? `${text.slice(0, 500).replace(/[\ud800-\udbff]$/, '')} …` : text
    room -= Buffer.byteLength(JSON.stringify(short))
    if (room < 0) break
    kept.unshift(short)
  }
  return kept
}

async function appendBounded(file: string, batch: readonly LogLine[]): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size < MAX_FILE_BYTES)
    await appendFile(file, batch.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
}
