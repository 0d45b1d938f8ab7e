import { readdirSync, readFileSync } from 'node:fs'
import { METHOD_NAMES } from '@muster/core/protocol'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { compiledText } from '../../src/protocol/compile.ts'
import { schemaFiles } from '../../src/protocol/document.ts'

const ROOT = new URL('../../../../', import.meta.url)
const FOLDER = new URL('schemas/agent-protocol/', ROOT)
const FILES = Object.entries(schemaFiles())

/** The keys that have no description, as paths. */
function unexplained(schema: unknown, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key !== 'properties') return unexplained(value, `${path}/${key}`)
    return Object.entries(value as Record<string, { description?: string; $ref?: string }>).flatMap(
      ([name, property]) => [
        ...(property.description === undefined && property.$ref === undefined ? [`${path}/${name}`] : []),
        ...unexplained(property, `${path}/${name}`),
      ],
    )
  })
}

describe('the schemas of the agent protocol', () => {
  test('are one for each method, and one for errors', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(FILES.map(([name]) => name).sort())
    expect(FILES).toHaveLength(METHOD_NAMES.length + 1)
  })

  test.each(FILES)('%s is what the sources say: run `npm run schemas` after a change', (name, text) => {
    expect(readFileSync(new URL(name, FOLDER), 'utf8')).toBe(text)
  })

  test.each(FILES)('%s is a draft 2020-12 schema that explains every key', (_name, text) => {
    const schema = JSON.parse(text) as Record<string, unknown>
    const ajv = new Ajv2020({
      strict: true,
      strictTypes: false,
      strictRequired: false,
      allowUnionTypes: true,
    })
    expect(ajv.validateSchema(schema)).toBe(true)
    expect(typeof ajv.compile(schema)).toBe('function')
    expect(unexplained(schema)).toEqual([])
  })

  test('are compiled: run `npm run schemas` after a change', () => {
    const compiled = readFileSync(new URL('packages/core/src/protocol/compiled.ts', ROOT), 'utf8')
    expect(compiled === compiledText()).toBe(true)
  })
})
