import {
  type ApiContract,
  type ApiRoute,
  type Json,
  type JsonObject,
  MusterError,
  type Principal,
} from '@muster/core'
import type { Request } from 'express'
import { readCookie } from './cookie.ts'

/** A route of the API, or any that answers browsers. */
export type RouteName = ApiRoute | 'page'

type ParamOf<Name extends string> = Name extends `${string}:${infer Param}/${infer Rest}`
  ? Param | ParamOf<Rest>
  : Name extends `${string}:${infer Param}`
    ? Param
    : never

type QueryOf<Name extends RouteName> = Name extends ApiRoute
  ? ApiContract[Name] extends { readonly query: infer Query }
    ? { readonly [Key in keyof Query]?: string }
    : Readonly<Record<never, string>>
  : Readonly<Record<string, string>>

/** A request as handlers see it: nothing of Express, and no more of the query than the contract of the route names. */
export interface OpenRequest<Name extends RouteName = 'page'> {
  readonly params: Readonly<Record<ParamOf<Name>, string>>
  readonly query: QueryOf<Name>
  readonly body: Json | undefined
  /** The query as it was sent. */
  readonly queryText: string
  readonly cookie: (name: string) => string | null
  readonly lastEventId: string | null
  /** Aborts when the client is gone or the dashboard stops. */
  readonly signal: AbortSignal
}

/** A request of somebody known. */
export interface ApiRequest<Name extends RouteName = 'page'> extends OpenRequest<Name> {
  readonly principal: Principal
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._@+-]{0,99}$/u

/** A person's name. Throws MUSTER_BODY when it could not be one. */
export function personName(given: string): string {
  if (NAME.test(given)) return given
  throw bad('a name is 1 to 100 letters, digits, spaces and `._@+-`')
}

/** The part of an Express request that handlers may see. */
export function toRequest(req: Request, signal: AbortSignal): OpenRequest {
  return {
    params: first(req.params),
    query: first(req.query),
    body: req.body as Json | undefined,
    queryText: req.originalUrl.split('?')[1] ?? '',
    cookie: (name) => readCookie(req, name),
    lastEventId: req.get('last-event-id') ?? null,
    signal,
  }
}

/** The error for a request that cannot be understood. */
export function bad(problem: string): MusterError {
  return new MusterError('MUSTER_BODY', { problem })
}

/** A whole number from the query, within bounds. Throws MUSTER_BODY. */
export function integerOf(given: string | undefined, name: string, fallback: number, max: number): number {
  if (given === undefined) return fallback
  const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
  if (value >= 0 && value <= max) return value
  throw bad(`\`${name}\` is a whole number from 0 to ${max}`)
}

/** The body as an object with no keys but these. Throws MUSTER_BODY. */
export function objectOf(body: Json | undefined, keys: readonly string[]): JsonObject {
  const given = body ?? {}
  if (!isObject(given)) throw bad('the body is a JSON object')
  const stray = Object.keys(given).find((key) => !keys.includes(key))
  if (stray !== undefined) throw bad(`unknown key \`${stray}\`; expected ${keys.join(', ')}`)
  return given
}

/** An optional text of the body. Throws MUSTER_BODY when it is something else or too long. */
export function textOf(body: JsonObject, key: string, maxLength: number): string | null {
  const value = body[key] ?? null
  if (value === null) return null
  if (typeof value === 'string' && value.length <= maxLength) return value
  throw bad(`\`${key}\` is a text of at most ${maxLength} characters`)
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function first(of: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(of).flatMap(([key, value]: [string, unknown]) => {
      const one: unknown = Array.isArray(value) ? value[0] : value
      return typeof one === 'string' ? [[key, one]] : []
    }),
  )
}
