import type { Json, JsonObject } from '../json.ts'
import type { ProtocolLimits } from './limits.ts'

export type MessageId = string | number

/** One line of the protocol, understood as far as JSON-RPC 2.0 goes. */
export type Message =
  | { readonly kind: 'request'; readonly id: MessageId; readonly method: string; readonly params: JsonObject }
  | { readonly kind: 'notification'; readonly method: string; readonly params: JsonObject }
  | { readonly kind: 'result'; readonly id: MessageId; readonly result: Json }
  | { readonly kind: 'error'; readonly id: MessageId | null; readonly error: RpcError }

export interface RpcError {
  readonly code: number
  readonly message: string
}

/** A line that is no message: why, and the code with which it is answered. */
export interface NoMessage {
  readonly kind: 'none'
  readonly problem: string
  readonly code: number
  readonly id: MessageId | null
}

/** Codes of errors: those of JSON-RPC 2.0, and from -32000 down our own. */
export const RPC_CODES = {
  parse: -32700,
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** The phase was cancelled. */
  cancelled: -32001,
  /** The phase failed; `message` says why. */
  failed: -32002,
  /** Nothing may be asked for while no phase runs. */
  noPhase: -32003,
  /** What was asked for cannot be done; `message` says why. */
  refused: -32004,
} as const

/** The message in a line. Never throws. */
export function parseMessage(
  line: Uint8Array,
  { depth }: Pick<ProtocolLimits, 'depth'>,
): Message | NoMessage {
  if (deeperThan(line, depth)) return none(`it nests deeper than ${depth}`, RPC_CODES.invalidRequest)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(line)
  } catch {
    return none('it is not UTF-8', RPC_CODES.parse)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return none(`it is not JSON: ${excerpt(text)}`, RPC_CODES.parse)
  }
  return isRecord(value)
    ? messageOf(value)
    : none(`it is not a JSON object: ${excerpt(text)}`, RPC_CODES.invalidRequest)
}

/** The line of a message, with its end. */
export function lineOf(message: Message): string {
  return `${JSON.stringify({ jsonrpc: '2.0', ...message, kind: undefined })}\n`
}

function messageOf(value: Readonly<Record<string, Json>>): Message | NoMessage {
  const { jsonrpc, id, method, params } = value
  const known = isId(id) ? id : null
  if (jsonrpc !== '2.0') return none('`jsonrpc` is not "2.0"', RPC_CODES.invalidRequest, known)
  if (method !== undefined) {
    if (typeof method !== 'string') return none('`method` is not a text', RPC_CODES.invalidRequest, known)
    if (id !== undefined && known === null)
      return none('`id` is neither text nor number', RPC_CODES.invalidRequest)
    if (params !== undefined && !isRecord(params))
      return none('`params` is not an object', RPC_CODES.invalidParams, known)
    const given = params ?? {}
    return known === null
      ? { kind: 'notification', method, params: given }
      : { kind: 'request', id: known, method, params: given }
  }
  const { result, error } = value
  if (result !== undefined && error === undefined && known !== null)
    return { kind: 'result', id: known, result }
  if (isRecord(error) && result === undefined && (known !== null || id === null)) {
    const { code, message } = error
    if (typeof code === 'number' && Number.isInteger(code) && typeof message === 'string')
      return { kind: 'error', id: known, error: { code, message } }
  }
  return none('it is neither a request nor an answer', RPC_CODES.invalidRequest, known)
}

function none(problem: string, code: number, id: MessageId | null = null): NoMessage {
  return { kind: 'none', problem, code, id }
}

function isId(value: Json | undefined): value is MessageId {
  return typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value))
}

function isRecord(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function excerpt(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60).replace(/[\ud800-\udbff]$/, '')} …` : text
  return JSON.stringify(short)
}

const [QUOTE, BACKSLASH, LIST, LIST_END, OBJECT, OBJECT_END] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/** Looked at before it is parsed: a parser builds what it reads. */
function deeperThan(line: Uint8Array, most: number): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const byte = line[at]
    if (quoted) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) quoted = false
    } else if (byte === QUOTE) quoted = true
    else if (byte === LIST || byte === OBJECT) {
      depth += 1
      if (depth > most) return true
    } else if (byte === LIST_END || byte === OBJECT_END) depth -= 1
  }
  return false
}
