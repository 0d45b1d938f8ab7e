import { readFileSync } from 'node:fs'
import { PIPELINE_SCHEMA, schemaText, TEMPLATE_SCHEMA } from '@muster/dsl'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { compiledText } from '../../src/schema/compile.ts'

const KINDS = [
  ['pipeline', PIPELINE_SCHEMA],
  ['template', TEMPLATE_SCHEMA],
] as const

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
const file = (kind: string) => read(`schemas/${kind}.schema.json`)

/** The keys that have no description, as paths. */
function unexplained(schema: unknown, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const here = `${path}/${key}`
    if (key === 'if') return []
    if (key !== 'properties') return unexplained(value, here)
    return Object.entries(value as Record<string, { description?: string }>).flatMap(([name, property]) => [
      ...(property.description === undefined ? [`${here}/${name}`] : []),
      ...unexplained(property, `${here}/${name}`),
    ])
  })
}

describe.each(KINDS)('the schema of a %s', (kind, schema) => {
  test('is what the file in schemas/ says: run `npm run schemas` after a change', () => {
    expect(file(kind)).toBe(schemaText(kind))
  })

  test('is a draft 2020-12 schema that ajv compiles without complaint', () => {
    const ajv = new Ajv2020({
      strict: true,
      strictTypes: false,
      strictRequired: false,
      allowUnionTypes: true,
    })
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(ajv.validateSchema(schema)).toBe(true)
    expect(typeof ajv.compile(schema)).toBe('function')
  })

  test('explains every key', () => {
    expect(unexplained(JSON.parse(schemaText(kind)))).toEqual([])
  })
})

test('the compiled schemas are those of the sources: run `npm run schemas` after a change', () => {
  expect(read('packages/dsl/src/schema/compiled.ts') === compiledText()).toBe(true)
})
