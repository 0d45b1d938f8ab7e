import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EffectDenial, EffectEnd, JsonObject } from '@muster/core'
import { readBounded } from '../json-file.ts'
import type { Workspace } from '../workspace.ts'

/** What this host did for an agent, or refused: one line each for INTENT, OUTCOME and denial. */
export type EffectLine = EffectNote & {
  readonly at: number
  readonly key: string
  readonly verb: string
  readonly target: string
  readonly digest: string
  readonly bytes: number
}
export type EffectNote =
  | {
      readonly kind: 'intent'
      /** The number of the effect. */
      readonly effect: number
      readonly phase: string
      readonly attempt: number
      readonly fence: number
    }
  | {
      readonly kind: 'outcome'
      readonly effect: number
      readonly ended: EffectEnd
      readonly reason: string | null
      readonly result: JsonObject
    }
  | { readonly kind: 'denied'; readonly effect: null; readonly code: EffectDenial; readonly reason: string }

/** A thousand effects with the longest names, and more than what any agent comes to. */
const MAX_BYTES = 4 * 1024 * 1024

/** Beside the directories of the workspace: no agent reaches it. */
export function effectLogPath(workspace: Workspace): string {
  return join(workspace.root, 'effects.jsonl')
}

/** Keeps a line as evidence for PACKAGE. */
export async function noteEffect(workspace: Workspace, line: EffectLine): Promise<void> {
  const append = (): Promise<void> => appendFile(effectLogPath(workspace), `${JSON.stringify(line)}\n`)
  try {
    await append()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await mkdir(workspace.root, { recursive: true, mode: 0o700 })
    await append()
  }
}

/** What was noted on this disk, oldest first. */
export async function readEffectLog(workspace: Workspace): Promise<readonly EffectLine[]> {
  const text = await readBounded(effectLogPath(workspace), MAX_BYTES)
  if (text.kind !== 'text') return []
  return text.text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as EffectLine]
    } catch {
      return []
    }
  })
}
