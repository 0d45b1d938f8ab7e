import { floorOf, formatDuration, POLICY_ACTIONS, TIERS } from '@muster/core'
import { loadCedar, openPolicy, POLICY_PROBLEMS } from '@muster/policy'
import { expect, test } from 'vitest'
import { namesOf, readDoc, rowsOf, sectionOf } from './support.ts'

const DOC = readDoc('docs/reference/policies.md')
const policy = await openPolicy(null)
const schema = (await loadCedar()).schemaToJson(policy.set().schema)
if (schema.type === 'failure') throw new Error('the schema is no schema')
const { actions, entityTypes } = schema.json[''] ?? { actions: {}, entityTypes: {} }

/** What stands in backticks in one cell. */
function quoted(cell = ''): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

test('every action is documented with who may ask for what, as the schema says', () => {
  const rows = rowsOf(sectionOf(DOC, 'Actions'))
  expect(rows.map(([action = '']) => action)).toEqual(POLICY_ACTIONS.map((action) => `\`${action}\``))
  expect(Object.keys(actions).sort()).toEqual([...POLICY_ACTIONS].sort())
  for (const [action = '', , principals, resources] of rows) {
    const { appliesTo } = actions[action.slice(1, -1)] ?? {}
    expect([action, quoted(principals)]).toEqual([action, appliesTo?.principalTypes])
    expect([action, quoted(resources)]).toEqual([action, appliesTo?.resourceTypes])
  }
})

test('everything in the context of an action is documented, and nothing else', () => {
  for (const [action = '', , , , context = ''] of rowsOf(sectionOf(DOC, 'Actions'))) {
    const { context: type } = actions[action.slice(1, -1)]?.appliesTo ?? {}
    const attributes = type !== undefined && 'attributes' in type ? Object.keys(type.attributes) : []
    expect([action, attributes.filter((name) => !context.includes(`\`${name}\``))]).toEqual([action, []])
    expect([action, context === '']).toEqual([action, attributes.length === 0])
  }
})

test('every entity is documented with its attributes, and no other', () => {
  const rows = rowsOf(sectionOf(DOC, 'Entities'))
  expect(rows.map(([name = '']) => name.slice(1, -1)).toSorted()).toEqual(Object.keys(entityTypes).sort())
  for (const [name = '', , text = ''] of rows) {
    const type = entityTypes[name.slice(1, -1)]
    const shape = type !== undefined && 'shape' in type ? type.shape : undefined
    const attributes =
      shape !== undefined && 'attributes' in shape ? Object.keys(shape.attributes as object) : []
    expect([name, attributes.filter((one) => !text.includes(`\`${one}\``))]).toEqual([name, []])
  }
})

test('every shipped policy is documented, and no other', () => {
  const ids = policy.set().policies.map(({ id }) => id)
  expect(namesOf(sectionOf(DOC, 'What Muster ships')).toSorted()).toEqual(ids.toSorted())
})

test('the floors are documented as they are', () => {
  expect(rowsOf(sectionOf(DOC, 'Floors'))).toEqual(
    TIERS.map((tier) => {
      const { approvals, distinct, delayMs } = floorOf(tier)
      const waits = delayMs === 0 ? '0s' : formatDuration(delayMs)
      return [String(tier), String(approvals), String(distinct), waits]
    }),
  )
})

test('every problem of policies is documented as it is, and no other', () => {
  expect(rowsOf(sectionOf(DOC, 'Problem codes'))).toEqual(
    Object.entries(POLICY_PROBLEMS).map(([code, text]) => [`\`${code}\``, text]),
  )
})
