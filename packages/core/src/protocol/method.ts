/** The version of the protocol: a whole number that grows when an older side could no longer follow. */
export const PROTOCOL_VERSION = 1

/** Who sends what, and whether it is answered. */
export const METHODS = {
  initialize: { from: 'host', kind: 'request' },
  'phase/run': { from: 'host', kind: 'request' },
  '$/cancel': { from: 'host', kind: 'notification' },
  ping: { from: 'host', kind: 'request' },
  shutdown: { from: 'host', kind: 'request' },
  'phase/progress': { from: 'agent', kind: 'notification' },
  'output/emit': { from: 'agent', kind: 'request' },
  'plan/propose': { from: 'agent', kind: 'request' },
  'effect/request': { from: 'agent', kind: 'request' },
  'artifact/stage': { from: 'agent', kind: 'request' },
  'checkpoint/save': { from: 'agent', kind: 'request' },
  'error/report': { from: 'agent', kind: 'notification' },
} as const

export type Method = keyof typeof METHODS
export type RequestMethod = {
  [M in Method]: (typeof METHODS)[M]['kind'] extends 'request' ? M : never
}[Method]
type From<S extends Side> = { [M in Method]: (typeof METHODS)[M]['from'] extends S ? M : never }[Method]

/** The two ends of the wire. */
export type Side = 'host' | 'agent'
/** Requests that a side makes, and what it only tells. */
export type RequestOf<S extends Side> = From<S> & RequestMethod
export type NotificationOf<S extends Side> = Exclude<From<S>, RequestMethod>

export const METHOD_NAMES = Object.keys(METHODS) as readonly Method[]

/** The name of a method in file names: `phase/run` is `phase-run`. */
export function methodSlug(method: Method): string {
  return method.replace('$/', '').replace('/', '-')
}
