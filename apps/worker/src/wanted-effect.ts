import { canonical, type EffectRequest, sha256 } from '@muster/core'

const MAX_NAME = 200
const MAX_TARGET = 4_096
/** Of all parameters of one effect. */
const MAX_BYTES = 1024 * 1024

/** What a request asks for, with the one digest of its parameters. */
export interface WantedEffect {
  readonly request: EffectRequest
  readonly digest: string
  readonly bytes: number
}

/** What of a request can be kept, or what is wrong with it. */
export function readRequest(request: EffectRequest): WantedEffect | string {
  const { key, verb, target, parameters } = request
  if (!isName(key, MAX_NAME)) return `its key is not a text of 1 to ${MAX_NAME} characters`
  if (!isName(verb, MAX_NAME)) return `its verb is not a text of 1 to ${MAX_NAME} characters`
  if (!isName(target, MAX_TARGET)) return `its target is not a text of 1 to ${MAX_TARGET} characters`
  try {
    const text = canonical(parameters)
    const bytes = Buffer.byteLength(text)
    if (bytes > MAX_BYTES) return `its parameters are ${bytes} bytes; at most ${MAX_BYTES} fit`
    return { request, digest: `sha256:${sha256(text)}`, bytes }
  } catch {
    return 'its parameters are no JSON'
  }
}

/** What Postgres can keep: no NUL, no half of a character. */
function isName(text: unknown, most: number): boolean {
  if (typeof text !== 'string' || text === '' || text.length > most) return false
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}
