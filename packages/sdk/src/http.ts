import { ERRORS, type ErrorBody, type ErrorCode, MusterError } from '@muster/core'

/** Where a Muster is and who speaks. */
export interface Connection {
  /** The address of the dashboard service, as `http://127.0.0.1:4680`. */
  readonly url: string
  /** Sent as a bearer token. */
  readonly token?: string
  /** Who speaks; a server that knows its callers by token ignores it. */
  readonly user?: string
  /** Instead of the built-in fetch. */
  readonly fetch?: typeof fetch
}

interface Call {
  readonly method?: 'GET' | 'POST'
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface Http {
  readonly url: string
  /** The JSON answer. Throws the server's MusterError, or MUSTER_SERVER_UNREACHABLE when none answers. */
  json<T>(path: string, call?: Call): Promise<T>
  /** The answer as it arrives; throws as `json` does. */
  stream(path: string, call?: Call): Promise<AsyncIterable<Uint8Array>>
}

/** Speaks to one server. */
export function createHttp(connection: Connection): Http {
  const base = connection.url.replace(/\/+$/, '')
  const send = connection.fetch ?? fetch

  async function open(path: string, call: Call): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json', ...call.headers }
    if (connection.token !== undefined) headers['authorization'] = `Bearer ${connection.token}`
    if (connection.user !== undefined) headers['x-muster-user'] = connection.user
    const init: RequestInit = { method: call.method ?? 'GET', headers }
    if (call.body !== undefined) {
      headers['content-type'] = 'application/json'
      init.body = JSON.stringify(call.body)
    }
    if (call.signal !== undefined) init.signal = call.signal
    const response = await send(base + path + queryOf(call.query), init).catch((thrown: unknown) => {
      throw unreachable(thrown, call.signal)
    })
    if (!response.ok) throw await refusal(response)
    return response
  }

  function unreachable(thrown: unknown, signal: AbortSignal | undefined): unknown {
    return signal?.aborted ? signal.reason : new MusterError('MUSTER_SERVER_UNREACHABLE', { url: base })
  }

  return {
    url: base,
    async json<T>(path: string, call: Call = {}): Promise<T> {
      const response = await open(path, call)
      const text = await response.text().catch((thrown: unknown) => {
        throw unreachable(thrown, call.signal)
      })
      try {
        return JSON.parse(text) as T
      } catch {
        throw new MusterError('MUSTER_INTERNAL', { reason: `${base}${path} did not answer JSON` })
      }
    },
    async stream(path, call = {}) {
      const response = await open(path, call)
      return chunksOf(response, (thrown) => unreachable(thrown, call.signal))
    },
  }
}

async function* chunksOf(
  response: Response,
  translate: (thrown: unknown) => unknown,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (response.body === null) return
  const reader = response.body.getReader()
  try {
    while (true) {
      const { done, value } = await reader.read().catch((thrown: unknown) => {
        throw translate(thrown)
      })
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function queryOf(query: Call['query']): string {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) given.set(name, String(value))
  return given.size === 0 ? '' : `?${given.toString()}`
}

/** The error a server answered, with its own words. */
async function refusal(response: Response): Promise<MusterError> {
  const text = await response.text().catch(() => '')
  const body = errorIn(text)
  if (body === null) {
    const reason = `the server answered ${response.status} ${response.statusText}`.trim()
    return new MusterError('MUSTER_INTERNAL', { reason })
  }
  const { code, message, hint, problems } = body.error
  const known: ErrorCode = code in ERRORS ? (code as ErrorCode) : 'MUSTER_INTERNAL'
  return Object.assign(new MusterError(known, {}, problems), { message, hint })
}

function errorIn(text: string): ErrorBody | null {
  try {
    const body = JSON.parse(text) as Partial<ErrorBody>
    return typeof body.error?.code === 'string' ? (body as ErrorBody) : null
  } catch {
    return null
  }
}
