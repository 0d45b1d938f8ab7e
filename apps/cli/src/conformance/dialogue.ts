import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json, JsonObject } from '@muster/core'

/** The least that a message must hold to be the one that is waited for. */
interface Expected {
  readonly id: string
  readonly result?: JsonObject
  readonly error?: JsonObject
}

/** One step of a recorded dialogue. Times are in milliseconds. */
export type Step =
  | { readonly send: JsonObject }
  | { readonly sendText: string; readonly times?: number }
  /** In base64. */
  | { readonly sendBytes: string }
  | { readonly expect: Expected; readonly within: number; readonly otherwise: string }
  | { readonly closeInput: true }
  /** Null for any exit code. */
  | { readonly expectExit: number | null; readonly within: number; readonly otherwise: string }

/** A recorded dialogue: what a host says, and what an agent must answer. */
export interface Dialogue {
  readonly name: string
  /** What an agent that passes does, as a sentence. */
  readonly promise: string
  readonly hint: string
  readonly steps: readonly Step[]
}

const FOLDER = fileURLToPath(new URL('../../conformance/', import.meta.url))

/** The dialogues that Muster ships, in their order. */
export async function loadDialogues(): Promise<readonly Dialogue[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(FOLDER, name), 'utf8')) as Dialogue),
  )
}

/** Whether a value holds all that is expected of it. */
export function holds(value: Json | undefined, expected: Json): boolean {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return value === expected
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(expected as JsonObject).every(([key, inner]) =>
    holds((value as JsonObject)[key], inner),
  )
}
