import type { Json } from '@muster/core'
import { isObject } from '../json-file.ts'
import { type PhaseRecord, readRecord } from '../record.ts'
import type { Workspace } from '../workspace.ts'

/** What an agent last saved, as the records of its phases have it; null when it saved nothing. */
export async function lastCheckpoint(workspace: Workspace): Promise<Json> {
  const records = await Promise.all(
    (['PLAN', 'EXECUTE', 'VERIFY'] as const).map((phase) => readRecord(workspace, phase)),
  )
  const [newest] = records
    .filter((record): record is PhaseRecord => record !== null && isObject(record.data['checkpoint']))
    .sort((a, b) => b.finishedAt - a.finishedAt)
  return newest?.data['checkpoint'] ?? null
}
