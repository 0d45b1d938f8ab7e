import type { ErrorCode, Permission } from '@muster/core'
import { errorResponses } from './error-responses.ts'
import { type Part, resolved, type Schema, type Schemas } from './schema.ts'

/** A route as the document tells of it. */
export interface Described {
  readonly method: string
  readonly path: string
  readonly permission: Permission | 'anyone'
}

/** What a route does, takes and answers, and the responses that it shares with others. */
export function operationOf(
  route: Described,
  contract: Schema,
  schemas: Schemas,
): { readonly operation: Part; readonly shared: Readonly<Record<string, Part>> } {
  const { method, path, permission } = route
  const { body, errors } = contract.properties ?? {}
  const { of, shared } = errorResponses([...ownErrors(errors), ...commonErrors(route)])
  const parameters = [
    ...inPath(path),
    ...inQuery(contract.properties?.['query'], schemas),
    ...resumed(contract),
  ]
  const may = permission === 'anyone' ? 'Anyone may ask.' : `Takes the permission \`${permission}\`.`
  const operation = {
    operationId: operationId(method, path),
    tags: [path.split(/[/.]/)[2] ?? ''],
    description: `${contract.description ?? ''}\n\n${may}`,
    ...(permission === 'anyone' && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: { required: contract.required?.includes('body') === true, content: json(body) },
    }),
    responses: { ...answers(contract), ...of },
    'x-permission': permission,
  }
  return { operation, shared }
}

/** What stands before every handler may answer these. */
function commonErrors({ method, permission }: Described): readonly ErrorCode[] {
  return [
    'MUSTER_BODY',
    'MUSTER_NOT_ALLOWED',
    ...(permission === 'anyone' ? [] : (['MUSTER_NOT_AUTHENTICATED', 'MUSTER_RATE'] as const)),
    ...(permission === 'view' && method === 'get' ? (['MUSTER_POLICY_DENIED'] as const) : []),
  ]
}

function ownErrors(schema: Schema | undefined): readonly ErrorCode[] {
  const { const: one, enum: several, anyOf } = schema ?? {}
  if (Array.isArray(anyOf)) return anyOf.flatMap((part: Schema) => ownErrors(part))
  return (several ?? (one === undefined ? [] : [one])) as readonly ErrorCode[]
}

function inPath(path: string): readonly Part[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
}

function inQuery(query: Schema | undefined, schemas: Schemas): readonly Part[] {
  const { properties = {}, required = [] } = query === undefined ? {} : resolved(query, schemas)
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    ...(schema['type'] === 'array' && { style: 'form', explode: false }),
    schema,
  }))
}

/** A stream goes on where its reader was cut off. */
function resumed({ properties = {} }: Schema): readonly Part[] {
  const description = 'Go on after this id: it goes before `after`.'
  return 'events' in properties
    ? [{ name: 'Last-Event-ID', in: 'header', required: false, description, schema: { type: 'string' } }]
    : []
}

function answers({ properties = {}, description = '' }: Schema): Readonly<Record<string, Part>> {
  const { answer, events, lines, status } = properties
  const statuses = (status?.['enum'] ?? [status?.['const'] ?? 200]) as readonly number[]
  const content =
    answer !== undefined
      ? json(answer)
      : events !== undefined
        ? stream('text/event-stream', { 'x-events': events.properties })
        : lines !== undefined
          ? stream('application/x-ndjson', { 'x-line': lines })
          : { 'application/octet-stream': {} }
  return Object.fromEntries(statuses.map((one) => [one, { description, content }] as const))
}

function json(schema: Schema): Part {
  return { 'application/json': { schema } }
}

/** OpenAPI 3.1 has no words for what a stream is made of. */
function stream(type: string, of: Part): Part {
  return { [type]: { schema: { type: 'string' }, ...of } }
}

/** `getRunsByRunGraph` of `GET /api/runs/:run/graph`. */
function operationId(method: string, path: string): string {
  const words = path.replace('/api/', '').replaceAll(':', 'by-').split(/[/.-]/)
  return [method, ...words.map((word) => `${(word[0] ?? '').toUpperCase()}${word.slice(1)}`)].join('')
}
