import { randomUUID } from 'node:crypto'
import {
  type Json,
  MusterError,
  NOTICE_KINDS,
  type NoticeKind,
  type Principal,
  WEBHOOK_KINDS,
  type WebhookBody,
  type WebhookTestAnswer,
} from '@muster/core'
import { requireTenant } from '../ask-policy.ts'
import { refused } from '../guard.ts'
import type { Handler, HandlerDeps } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, objectOf, textOf } from '../request.ts'

/** The webhooks of the tenant of whoever asks. */
export const listWebhooks: Handler<'get /api/webhooks'> = async ({ principal }, { webhooks }) => {
  requireWholeTenant(principal)
  return json({ webhooks: await webhooks.list(principal.tenant) })
}

/** Adds a webhook: the answer alone holds its secret. */
export const addWebhook: Handler<'post /api/webhooks'> = async ({ principal, body }, deps) => {
  const wanted = bodyOf(body)
  return json(await deps.webhooks.add(principal, wanted, await mayChange(principal, deps)), 201)
}

/** Removes a webhook. */
export const removeWebhook: Handler<'post /api/webhooks/:webhook/remove'> = async (
  { principal, params, body },
  deps,
) => {
  objectOf(body, [])
  const id = params.webhook
  await deps.webhooks.remove(principal, id, await mayChange(principal, deps))
  return json({ id, removed: true })
}

/** Tries a webhook at once, and once. */
export const testWebhook: Handler<'post /api/webhooks/:webhook/test'> = async (
  { principal, params, body, signal },
  deps,
) => {
  objectOf(body, [])
  await mayChange(principal, deps)
  const { tenant } = principal
  const id = params.webhook
  const target = await deps.webhooks.target(tenant, id)
  if (target === null) throw new MusterError('MUSTER_WEBHOOK_NOT_FOUND', { webhook: id })
  const test = { type: 'webhook.test', at: deps.clock(), tenant } as const
  const problem = await deps.sendWebhook(target, `test.${randomUUID()}`, test, signal)
  return json({ id, delivered: problem === null, problem } satisfies WebhookTestAnswer)
}

function mayChange(principal: Principal, deps: HandlerDeps) {
  requireWholeTenant(principal)
  return requireTenant(deps, principal, 'webhook.change')
}

function requireWholeTenant({ project }: Principal): void {
  if (project !== null) throw refused('Webhooks are told of all projects: who acts in one only sets none.')
}

function bodyOf(body: Json | undefined): WebhookBody {
  const given = objectOf(body, ['name', 'url', 'kind', 'events'])
  const name = textOf(given, 'name', 100)
  if (name === null || name.trim() === '') throw bad('`name` says what the webhook is for')
  const url = textOf(given, 'url', 4_000)
  if (url === null) throw bad('`url` is the address of the webhook')
  const kind = WEBHOOK_KINDS.find((one) => one === (given['kind'] ?? 'muster'))
  if (kind === undefined) throw bad(`\`kind\` is ${WEBHOOK_KINDS.join(' or ')}`)
  const { events } = given
  return { name, url, kind, ...(events !== undefined && { events: eventsOf(events) }) }
}

function eventsOf(given: Json): readonly NoticeKind[] {
  const wanted = Array.isArray(given) ? given : []
  const stray = wanted.find((one) => !NOTICE_KINDS.some((kind) => kind === one))
  if (wanted.length === 0 || stray !== undefined) throw bad(`\`events\` are of ${NOTICE_KINDS.join(', ')}`)
  return NOTICE_KINDS.filter((kind) => wanted.includes(kind))
}
