import { ALL_QUEUES, ERRORS, type ErrorCode, EXIT, RedisKeys, QueueNames, WAIT_KINDS } from '@muster/core'
import { PIPELINE_SCHEMA, PROBLEM_CODES, TEMPLATE_SCHEMA } from '@muster/dsl'
import { describe, expect, test } from 'vitest'
import { ROUTES } from '../../apps/dashboard/src/routes.ts'
import { type Doc, namesOf, readDoc, rowsOf, sectionOf } from './support.ts'

const ERRORS_DOC = readDoc('docs/reference/errors.md')
const YAML_DOC = readDoc('docs/reference/yaml.md')
const TEMPLATE_DOC = readDoc('docs/reference/template.md')

describe('errors', () => {
  const rows = rowsOf(sectionOf(ERRORS_DOC, 'Error codes'))

  test('every code is documented, and no other', () => {
    expect(rows.map(([code = '']) => code)).toEqual(Object.keys(ERRORS).map((code) => `\`${code}\``))
  })

  test.each(Object.keys(ERRORS) as ErrorCode[])('%s is documented as it is', (code) => {
    const { message, hint, status, exit } = ERRORS[code]
    const linked = hint.replace(/docs\/reference\/(\w+)\.md/g, '[$1.md]($1.md)')
    const row = rows.find(([name]) => name === `\`${code}\``)
    expect(row?.slice(1)).toEqual([message, linked, String(status), String(exit)])
  })

  test('every problem code is documented as it is, and no other', () => {
    expect(rowsOf(sectionOf(ERRORS_DOC, 'Problem codes'))).toEqual(
      Object.entries(PROBLEM_CODES).map(([code, text]) => [`\`${code}\``, text]),
    )
  })

  test('yaml.md sorts every problem code, each once', () => {
    const sorted = rowsOf(sectionOf(YAML_DOC, 'Validation codes')).flatMap(([, codes = '']) =>
      codes.split(', ').map((code) => code.slice(1, -1)),
    )
    expect(sorted.toSorted()).toEqual(Object.keys(PROBLEM_CODES).sort())
  })

  test('every exit code is documented, and no other', () => {
    const codes = rowsOf(readDoc('docs/reference/exit-codes.md').text).map(([code = '']) => Number(code))
    expect(codes).toEqual(Object.values(EXIT))
  })
})

test('every route is documented with its permission, and no other', () => {
  const rows = rowsOf(sectionOf(readDoc('docs/reference/api.md'), 'Routes')).map((row) =>
    row.slice(0, 3).join(' '),
  )
  expect(rows).toEqual(
    ROUTES.map(({ method, path, permission }) => `${method.toUpperCase()} \`${path}\` ${permission}`),
  )
})

test('every kind of waiting is explained, and no other', () => {
  expect(namesOf(sectionOf(readDoc('docs/how-to/find-out-why.md'), 'What can be the matter'))).toEqual(
    WAIT_KINDS,
  )
})

type Schema = { readonly [key: string]: Schema } & { readonly properties?: Readonly<Record<string, unknown>> }

/** The keys of a schema, or of the part of it at a path. */
function keysOf(schema: unknown, path: readonly string[]): readonly string[] {
  const part = path.reduce((at, step) => at[step] as Schema, schema as Schema)
  return Object.keys(part.properties ?? {})
}

const pipeline = (...path: string[]) => keysOf(PIPELINE_SCHEMA, path)
const template = (...path: string[]) => keysOf(TEMPLATE_SCHEMA, path)
const stage = (type: string, ...path: string[]) => pipeline('$defs', type, ...path)
const shared = stage('gate').filter((key) => stage('agent').includes(key))
const own = (type: string) => stage(type).filter((key) => !shared.includes(key))
const config = ['properties', 'config', 'properties'] as const

const SECTIONS: readonly (readonly [Doc, string, readonly string[]])[] = [
  [YAML_DOC, 'The document', pipeline()],
  [YAML_DOC, 'Inputs', pipeline('properties', 'inputs', 'additionalProperties')],
  [YAML_DOC, 'Every stage', shared],
  [YAML_DOC, 'Agent stages', own('agent')],
  [YAML_DOC, 'approval', stage('agent', 'properties', 'approval')],
  [YAML_DOC, 'config', stage('agent', 'properties', 'config')],
  [YAML_DOC, 'retries', stage('agent', ...config, 'retries')],
  [YAML_DOC, 'error_budget', stage('agent', ...config, 'error_budget')],
  [YAML_DOC, 'attempts', stage('agent', ...config, 'error_budget', 'properties', 'attempts')],
  [YAML_DOC, 'Gates', own('gate')],
  [YAML_DOC, 'Parallel', own('parallel')],
  [YAML_DOC, 'branches', stage('parallel', 'properties', 'branches', 'items')],
  [YAML_DOC, 'Conditions', own('condition')],
  [TEMPLATE_DOC, 'The document', template()],
  [TEMPLATE_DOC, 'file.write', template('properties', 'effects', 'items', 'allOf', '0', 'then')],
  [TEMPLATE_DOC, 'command.run', template('properties', 'effects', 'items', 'allOf', '1', 'then')],
  [TEMPLATE_DOC, 'http.request', template('properties', 'effects', 'items', 'allOf', '2', 'then')],
  [TEMPLATE_DOC, 'model.complete', template('properties', 'effects', 'items', 'allOf', '3', 'then')],
  [TEMPLATE_DOC, 'inputs', template('properties', 'inputs', 'additionalProperties')],
  [TEMPLATE_DOC, 'binaries', template('properties', 'binaries', 'items')],
  [TEMPLATE_DOC, 'commands', template('properties', 'commands')],
  [TEMPLATE_DOC, 'sandbox', template('properties', 'sandbox')],
]

test.each(SECTIONS.map(([doc, heading, keys]) => [doc.path, heading, doc, keys] as const))(
  '%s, %s: every key of the schema is documented, and no other',
  (_path, heading, doc, keys) => {
    expect(keys.length).toBeGreaterThan(0)
    const documented = namesOf(sectionOf(doc, heading)).filter((name) => /^[a-z_]+$/.test(name))
    expect([...new Set(documented)].sort()).toEqual([...keys].sort())
  },
)

test('no part of the schemas that holds keys is left out', () => {
  const held = new Set(SECTIONS.flatMap(([, , keys]) => keys))
  const found: string[] = []
  const walk = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    const { properties } = schema as Schema
    if (typeof properties === 'object') found.push(...Object.keys(properties))
    for (const inner of Object.values(schema)) walk(inner)
  }
  walk(PIPELINE_SCHEMA)
  walk(TEMPLATE_SCHEMA)
  expect([...new Set(found)].filter((key) => !held.has(key))).toEqual([])
})

/** A name with its parameter in it: an id, or a queue. */
function nameOf(make: (id: string) => string): string {
  return make(make === RedisKeys.shares ? '<queue>' : '<id>')
}

describe('store-names.md', () => {
  const doc = readDoc('docs/reference/store-names.md')

  test('has every key and channel, and no other', () => {
    const { outcomesGroup: _, ...names } = RedisKeys
    const keys = Object.values(names).map((name) => (typeof name === 'string' ? name : nameOf(name)))
    const documented = [...namesOf(sectionOf(doc, 'Keys')), ...namesOf(sectionOf(doc, 'Channels'))]
    expect(documented.toSorted()).toEqual(keys.sort())
  })

  test('has every queue, and no other', () => {
    const documented = namesOf(sectionOf(doc, 'Queues')).filter((name) => name.startsWith('{'))
    expect(documented.toSorted()).toEqual([...ALL_QUEUES, QueueNames.worker('<worker>')].sort())
  })
})
