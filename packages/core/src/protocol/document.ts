import { METHOD_NAMES, METHODS, type Method, methodSlug } from './method.ts'
import { SCHEMAS } from './schema.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const ID = { type: ['string', 'integer'], description: 'Chosen by who asks, and sent back with the answer.' }
const VERSION = { const: '2.0', description: 'JSON-RPC 2.0.' }

/** The JSON Schema of everything that is sent under one method: `params`, `result`, and the messages around them. */
export function methodDocument(method: Method): JsonSchema {
  const { says, params, result } = SCHEMAS[method]
  const { kind } = METHODS[method]
  const request = {
    type: 'object',
    required: kind === 'request' ? ['jsonrpc', 'id', 'method', 'params'] : ['jsonrpc', 'method', 'params'],
    properties: {
      jsonrpc: VERSION,
      ...(kind === 'request' ? { id: ID } : {}),
      method: { const: method, description: says },
      params: { $ref: '#/$defs/params' },
    },
    ...(kind === 'request' ? {} : { not: { required: ['id'] } }),
  }
  const response = {
    type: 'object',
    required: ['jsonrpc', 'id', 'result'],
    properties: { jsonrpc: VERSION, id: ID, result: { $ref: '#/$defs/result' } },
  }
  const answered = result === null ? {} : { result, response }
  return {
    $schema: DIALECT,
    $id: schemaId(method),
    title: method,
    description: says,
    anyOf: [{ $ref: `#/$defs/${kind}` }, ...(result === null ? [] : [{ $ref: '#/$defs/response' }])],
    $defs: { params, [kind]: request, ...answered },
  }
}

/** The JSON Schema of an answer that says that something went wrong. */
const ERROR_DOCUMENT: JsonSchema = {
  $schema: DIALECT,
  $id: 'urn:muster:agent-protocol:1:error',
  title: 'error',
  description: 'Answers a request that cannot be done, or a line that is no message.',
  type: 'object',
  required: ['jsonrpc', 'id', 'error'],
  properties: {
    jsonrpc: VERSION,
    id: {
      type: ['string', 'integer', 'null'],
      description: 'That of the request, or null when it is not known.',
    },
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'integer', description: 'What kind of error it is.' },
        message: { type: 'string', description: 'What went wrong.' },
      },
      description: 'The error.',
    },
  },
}

export function schemaId(method: Method): string {
  return `urn:muster:agent-protocol:1:${methodSlug(method)}`
}

/** The files of `schemas/agent-protocol/`, by name. */
export function schemaFiles(): Readonly<Record<string, string>> {
  const documents = [
    ...METHOD_NAMES.map((method) => [methodSlug(method), methodDocument(method)] as const),
    ['error', ERROR_DOCUMENT] as const,
  ]
  return Object.fromEntries(
    documents.map(([slug, document]) => [`${slug}.schema.json`, `${JSON.stringify(document, null, 2)}\n`]),
  )
}
