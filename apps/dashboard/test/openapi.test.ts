import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { ROUTES } from '../src/index.ts'
import { OPENAPI_FILE } from '../src/openapi/file.ts'
import { openApiText } from '../src/openapi/make.ts'
import { DOCUMENT, DOCUMENTED, schemaOf } from './support/check-answer.ts'
import { startHarness } from './support/harness.ts'

describe('the OpenAPI document', () => {
  it('is what the route table and the contract of the API come to: run `npm run schemas` after a change', () => {
    const made = openApiText()
    // Compared as a whole only when it differs: a difference of so many lines takes its time.
    expect(
      readFileSync(OPENAPI_FILE, 'utf8') === made,
      'schemas/openapi.json is old: run `npm run schemas`',
    ).toBe(true)
  }, 30_000)

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(
      JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as Record<string, unknown>,
    )
    expect([valid, errors]).toEqual([true, undefined])
    expect(validator.version).toBe('3.1')
  })

  it('tells of every route of the table that is of the API, and of no other', () => {
    const routes = ROUTES.filter(({ path }) => path.startsWith('/api/')).map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    )
    expect([...DOCUMENTED.keys()].toSorted()).toEqual(routes.toSorted())
  })

  it('tells of each what it takes to ask', () => {
    const told = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, of]) => [`${method} ${path}`, (of as Permitted)['x-permission']]),
    )
    const asked = ROUTES.filter(({ path }) => path.startsWith('/api/')).map(
      ({ method, path, permission }) => [`${method} ${path.replace(/:(\w+)/g, '{$1}')}`, permission],
    )
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(asked))
  })

  it('lets no answer have a field that it does not name', () => {
    const answers = Object.keys(DOCUMENT.components.schemas).filter((name) => /(Answer|View|Row)$/.test(name))
    expect(answers.length).toBeGreaterThan(40)
    for (const name of answers) {
      const validate = schemaOf(name)
      expect([name, validate({ stray: 1 })]).toEqual([name, false])
      expect(validate.errors?.map(({ keyword }) => keyword)).toContain('additionalProperties')
    }
  })

  it('is served to anyone, and is of the version that serves it', async () => {
    const harness = await startHarness({ version: DOCUMENT.info.version })
    const ask = async (path: string) =>
      (await fetch(`${harness.dashboard.url()}${path}`)).json() as Promise<{ readonly version: string }>
    expect(await ask('/api/openapi.json')).toEqual(DOCUMENT)
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(DOCUMENT.info.version).toBe(version)
    await harness.dashboard.stop()
  })
})

interface Permitted {
  readonly 'x-permission'?: string
}
