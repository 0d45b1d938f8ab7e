/** Something is sent this often at least, so that nothing in between takes a connection for dead. */
export const HEARTBEAT_MS = 15_000

/** How soon a browser connects again. */
export const RETRY = 'retry: 1000\n\n'

/** One server-sent event; who reconnects says the last id. */
export function sse(event: string, data: object, id?: number | string): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
}
