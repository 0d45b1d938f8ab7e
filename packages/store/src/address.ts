import { DEFAULT_REDIS_PORT, MusterError } from '@muster/core'

/** One server, by its host or its unix socket. */
type Server = { readonly host: string; readonly port: number } | { readonly path: string }

interface Access {
  readonly username?: string
  readonly password?: string
  readonly tls?: object
}

/** Where a store is, taken from its URL. */
export type StoreAddress =
  | { readonly kind: 'single'; readonly server: Server; readonly access: Access; readonly db: number }
  | {
      readonly kind: 'cluster'
      readonly nodes: readonly { readonly host: string; readonly port: number }[]
      readonly access: Access
    }

/** A store URL that may be shown: the password is left out. */
export function redactUrl(url: string): string {
  return url.replace(/^([^/]+:\/\/[^:@/]*):[^/]*@/, '$1:***@')
}

/**
 * Reads a store URL: `redis://`, `rediss://` (TLS), `unix:///path`, and for a cluster `redis+cluster://h1:p1,h2:p2`,
 * `rediss+cluster://` or `?cluster=true`. Throws MUSTER_CONFIG when it is none of these.
 */
export function parseStoreUrl(url: string): StoreAddress {
  const unix = /^unix:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?(\/[^?]+)$/.exec(url)
  if (unix?.[3] !== undefined) {
    const server = { path: decodeURIComponent(unix[3]) }
    return { kind: 'single', server, access: readAccess(unix[1], unix[2]), db: 0 }
  }
  const match =
    /^redis(s?)(\+cluster)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?@]+)(?:\/(\d*))?(?:\?(.*))?$/.exec(url)
  if (match === null) throw unreadable(url)
  const [, tls, plus, username, password, hosts = '', db, query] = match
  const access = { ...readAccess(username, password), ...(tls === 's' ? { tls: {} } : {}) }
  const nodes = hosts.split(',').map((host) => readHost(host, url))
  if (plus !== undefined || new URLSearchParams(query).get('cluster') === 'true')
    return { kind: 'cluster', nodes, access }
  const [server, ...more] = nodes
  if (server === undefined || more.length > 0) throw unreadable(url)
  return { kind: 'single', server, access, db: Number(db ?? 0) }
}

function unreadable(url: string): MusterError {
  const expected =
    '`redis://[:password@]host:port[/db]`, `rediss://...`, `redis+cluster://host:port,host:port` or `unix:///path`'
  return new MusterError('MUSTER_CONFIG', { name: 'MUSTER_STORE_URL', given: redactUrl(url), expected })
}

function readAccess(username: string | undefined, password: string | undefined): Access {
  return {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
  }
}

function readHost(text: string, url: string): { host: string; port: number } {
  const match = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text)
  if (match?.[1] === undefined) throw unreadable(url)
  const port = match[2] === undefined ? DEFAULT_REDIS_PORT : Number(match[2])
  return { host: match[1].replace(/^\[|\]$/g, ''), port }
}
