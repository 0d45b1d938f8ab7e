import { appendFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AgentOutput, Fault, Json, Outcome, WorkPhase } from '@muster/core'
import { readBounded } from './json-file.ts'
import type { Workspace } from './workspace.ts'

/** What one attempt came to: lines of an agent's history. */
export interface AttemptRecord {
  readonly phase: WorkPhase
  readonly attempt: number
  readonly outcome: Outcome['kind']
  readonly fault: Fault | null
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
}

/** The newest attempt of a phase, kept in the workspace so that any worker sharing the disk can go on. */
export interface PhaseRecord extends AgentOutput, AttemptRecord {
  readonly phase: WorkPhase
  readonly attempt: number
  readonly outputs: Readonly<Record<string, Json>>
}

const MAX_RECORD_BYTES = 256 * 1024
const MAX_HISTORY_BYTES = 1024 * 1024

export function recordPath(workspace: Workspace, phase: WorkPhase): string {
  return join(workspace.io, `${phase}.json`)
}

const historyPath = (workspace: Workspace): string => join(workspace.io, 'history.jsonl')

/** Keeps a record as its phase's newest, and a line of it in the history. */
export async function saveRecord(workspace: Workspace, record: PhaseRecord): Promise<void> {
  const path = recordPath(workspace, record.phase)
  const { phase, attempt, outcome, fault, startedAt, finishedAt } = record
  const line: AttemptRecord = { phase, attempt, outcome, fault, startedAt, finishedAt }
  const replace = async (): Promise<void> => {
    await writeFile(`${path}.new`, JSON.stringify(record))
    await rename(`${path}.new`, path)
  }
  await Promise.all([replace(), appendFile(historyPath(workspace), `${JSON.stringify(line)}\n`)])
}

/** The newest record of a phase, or null when this disk has none that can be read. */
export async function readRecord(workspace: Workspace, phase: WorkPhase): Promise<PhaseRecord | null> {
  const text = await readBounded(recordPath(workspace, phase), MAX_RECORD_BYTES)
  return text.kind === 'text' ? (parse(text.text) as PhaseRecord | null) : null
}

/** Every attempt so far that ended on this disk, oldest first. */
export async function readHistory(workspace: Workspace): Promise<readonly AttemptRecord[]> {
  const text = await readBounded(historyPath(workspace), MAX_HISTORY_BYTES)
  if (text.kind !== 'text') return []
  return text.text.split('\n').flatMap((line) => (parse(line) as AttemptRecord | null) ?? [])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
