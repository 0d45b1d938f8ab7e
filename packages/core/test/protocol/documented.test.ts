import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { METHOD_NAMES, METHODS, PROTOCOL_LIMITS, RPC_CODES } from '@muster/core/protocol'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import {
  filesBelow,
  blocksOf,
  namesOf,
  ROOT,
  readDoc,
  rowsOf,
  sectionOf,
} from '../../../../test/docs/support.ts'

const DOC = readDoc('docs/reference/agent-protocol.md')
const MESSAGES = blocksOf(DOC).filter(({ flags }) => flags.has('message'))
const FILES = filesBelow('schemas/agent-protocol', '.schema.json')

test.each(MESSAGES.map((block) => [block.line, block] as const))(
  'the message at line %i fits its schema',
  (_line, block) => {
    const file = `schemas/agent-protocol/${block.flags.get('message')}.schema.json`
    const schema = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as object
    const ajv = new Ajv2020({ strict: false })
    ajv.validate(schema, JSON.parse(block.text))
    expect(ajv.errors ?? []).toEqual([])
  },
)

test('every schema has a message, and every method its section and its row', () => {
  const shown = new Set(
    MESSAGES.map(({ flags }) => `schemas/agent-protocol/${flags.get('message')}.schema.json`),
  )
  expect([...shown].sort()).toEqual(FILES)
  expect(namesOf(sectionOf(DOC, 'A conversation'))).toEqual(METHOD_NAMES)
  const headings = [...DOC.text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
  for (const method of METHOD_NAMES) expect(headings).toContain(method)
})

test('who sends a message, and whether it is answered, is documented as it is', () => {
  const rows = rowsOf(sectionOf(DOC, 'A conversation')).map(([name = '', from, kind]) => [
    name.slice(1, -1),
    { from, kind },
  ])
  expect(Object.fromEntries(rows)).toEqual(METHODS)
})

test('every code of an error is documented, and no other', () => {
  const codes = rowsOf(sectionOf(DOC, 'Errors')).map(([code]) => Number(code))
  expect(codes).toEqual(Object.values(RPC_CODES))
})

test('the limits are documented as they are', () => {
  const { burst, messagesPerSecond, openRequests, depth, answerMs } = PROTOCOL_LIMITS
  const text = sectionOf(DOC, 'Limits')
  expect(text).toContain(`${burst} at once, ${messagesPerSecond} a second`)
  expect(text).toMatch(new RegExp(`without an answer +\\| ${openRequests} `))
  expect(text).toContain(`${depth} levels`)
  expect(text).toMatch(new RegExp(`after a \`ping\` in a phase +\\| ${answerMs / 1_000} s `))
})
