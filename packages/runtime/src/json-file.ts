import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Json, JsonObject } from '@muster/core'

type Bounded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'problem'; readonly problem: string }

/** The text of a small regular file that somebody else wrote: no link is followed, no fifo waited for. */
export async function readBounded(path: string, maxBytes: number): Promise<Bounded> {
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'absent' }
    return { kind: 'problem', problem: 'it is not a file that can be read' }
  }
  try {
    const found = await file.stat()
    if (!found.isFile()) return { kind: 'problem', problem: 'it is not a regular file' }
    const bytes = await readStart(file, Math.min(found.size, maxBytes) + 1)
    // Whoever wrote it may be writing on.
    const whole = bytes.length > found.size ? await readStart(file, maxBytes + 1) : bytes
    if (whole.length > maxBytes)
      return { kind: 'problem', problem: `it is ${found.size} bytes; at most ${maxBytes} fit` }
    return { kind: 'text', text: whole.toString('utf8') }
  } finally {
    await file.close()
  }
}

/** The first bytes of an open file, at most `most`. */
export async function readStart(file: FileHandle, most: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(most), 0, most, 0)
  return buffer.subarray(0, bytesRead)
}

type ObjectFile =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | Exclude<Bounded, { readonly kind: 'text' }>

/** The JSON object in a file that a program wrote. An empty file counts as absent. */
export async function readObject(path: string, maxBytes: number): Promise<ObjectFile> {
  const bounded = await readBounded(path, maxBytes)
  if (bounded.kind !== 'text') return bounded
  if (bounded.text.trim() === '') return { kind: 'absent' }
  let value: Json
  try {
    value = JSON.parse(bounded.text) as Json
  } catch (error) {
    return { kind: 'problem', problem: `it is not JSON (${(error as Error).message})` }
  }
  const problem = jsonProblem(value)
  if (problem !== null) return { kind: 'problem', problem }
  if (!isObject(value)) return { kind: 'problem', problem: 'it is not a JSON object' }
  // Short texts may stand for long numbers.
  if (Buffer.byteLength(JSON.stringify(value)) > maxBytes)
    return { kind: 'problem', problem: `written out it is more than ${maxBytes} bytes` }
  return { kind: 'object', object: value }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const MAX_DEPTH = 64
/** Neither Postgres nor a canonical digest can hold a NUL or half a character. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

/** Why a value cannot be kept, or null. */
export function jsonProblem(value: Json): string | null {
  return problemOf(value, 0)
}

function problemOf(value: Json, depth: number): string | null {
  if (depth > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH}`
  if (typeof value === 'number' && !Number.isFinite(value)) return 'it holds a number that is too large'
  if (typeof value === 'string' && !isStorable(value)) return 'it holds a NUL or half a character'
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value) as [string, Json][]) {
    const problem =
      (isStorable(key) ? null : 'a key holds a NUL or half a character') ?? problemOf(inner, depth + 1)
    if (problem !== null) return problem
  }
  return null
}
