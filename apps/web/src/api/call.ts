import type { ErrorBody } from '@muster/core'
import { loginKnown, needLogin } from './login-need.ts'

/** What the server says when it refuses: the sentence, what to do about it, and its stable code. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  readonly hint: string
  readonly status: number
  readonly problems: readonly object[]

  constructor(status: number, error: Partial<ErrorBody['error']>) {
    super(error.message ?? `The server answered ${status}.`)
    this.code = error.code ?? ''
    this.hint = error.hint ?? ''
    this.status = status
    this.problems = error.problems ?? []
  }
}

/** An answer of the API. Throws a Refusal. */
export async function call<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`/api${path}`, init)
  if (response.ok) {
    loginKnown()
    return (await response.json()) as Answer
  }
  const body = (await response.json().catch(() => null)) as ErrorBody | null
  if (response.status === 401)
    needLogin(body?.error.code === 'MUSTER_LOGIN_STALE' ? 'stale' : 'ended', init.method === 'POST')
  throw new Refusal(response.status, body?.error ?? {})
}

/** Sends a body as JSON, by POST unless told otherwise. Throws a Refusal. */
export function send<Answer>(path: string, body: object = {}, init: RequestInit = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  return call(path, { method: 'POST', ...init, headers, body: JSON.stringify(body) })
}

/** A path whose parts may hold anything: ``at`/runs/${id}/graph` ``. */
export function at(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: texts }, ...values.map((value) => encodeURIComponent(value)))
}
