import type { LogLine } from '@muster/core'
import { useEffect, useState } from 'react'
import { at } from '../../../api/call.ts'

/** Lines kept of one log; of a longer one the last. */
const MOST = 100_000

export interface Log {
  readonly lines: readonly LogLine[]
  /** Lines that came before those kept. */
  readonly dropped: number
  readonly state: 'reading' | 'ended' | 'lost'
}

const NOTHING: Log = { lines: [], dropped: 0, state: 'reading' }
/** Before a log that broke off is read again. */
const RETRY_MS = 1_000

/** The log of a stage and of those inside it, followed until the run has ended; `since` tells when to begin anew. */
export function useLog(run: string, stage: string, since: string): Log {
  const [log, setLog] = useState(NOTHING)
  useEffect(() => {
    const stop = new AbortController()
    void follow(run, stage, stop.signal, setLog)
    return () => stop.abort()
  }, [run, stage, since])
  return log
}

async function follow(
  run: string,
  stage: string,
  signal: AbortSignal,
  tell: (log: Log) => void,
): Promise<void> {
  const path = `/api${at`/runs/${run}/logs`}?follow=true&stage=${encodeURIComponent(stage)}`
  while (!signal.aborted) {
    let lines: LogLine[] = []
    let dropped = 0
    let frame = 0
    const show = (state: Log['state']): void => {
      cancelAnimationFrame(frame)
      frame = 0
      if (lines.length > MOST) {
        dropped += lines.length - MOST
        lines = lines.slice(-MOST)
      }
      if (!signal.aborted) tell({ lines: [...lines], dropped, state })
    }
    try {
      await readLines(path, signal, (more) => {
        for (const line of more) lines.push(line)
        if (frame === 0) frame = requestAnimationFrame(() => show('reading'))
      })
      return show('ended')
    } catch {
      if (signal.aborted) return
      show('lost')
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

/** Reads JSON lines as they come, until the stream ends. Throws when it breaks off. */
async function readLines(
  path: string,
  signal: AbortSignal,
  onLines: (lines: readonly LogLine[]) => void,
): Promise<void> {
  const response = await fetch(path, { signal })
  if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) onLines(lines.map((line) => JSON.parse(line) as LogLine))
  }
}
