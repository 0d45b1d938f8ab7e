import { readFile } from 'node:fs/promises'
import { POLICY_ACTIONS } from '@muster/core'
import { createPolicy, readScenarios, runScenarios, SHIPPED_POLICIES } from '@muster/policy'
import { expect, test } from 'vitest'
import { cedar, SHIPPED } from './support/policies.ts'

const FILE = `${SHIPPED_POLICIES}scenarios.yaml`
const { scenarios, problems } = readScenarios(FILE, await readFile(FILE, 'utf8'))

test('the scenarios of the shipped policies have no fault, and ask at every door', () => {
  expect(problems).toEqual([])
  expect(new Set(scenarios.map(({ request }) => request.action))).toEqual(new Set(POLICY_ACTIONS))
})

test.each(runScenarios(createPolicy(cedar, SHIPPED), scenarios))('$name', ({ expected, decision }) => {
  expect({ decision: decision.allow ? 'allow' : 'deny', by: decision.because }).toEqual(expected)
  expect(decision.errors).toEqual([])
})

test.each(SHIPPED.policies)('without $id a scenario comes out the other way', ({ id }) => {
  const policies = SHIPPED.policies.filter((one) => one.id !== id)
  const without = createPolicy(cedar, { ...SHIPPED, policies, digest: `without ${id}` })
  const turned = runScenarios(without, scenarios).filter(
    ({ decision, expected }) => decision.allow !== (expected.decision === 'allow'),
  )
  expect(turned.map(({ name }) => name)).not.toEqual([])
})

test.each(SHIPPED.policies)('$id says why it is there', ({ why }) => {
  expect(why).toMatch(/^[A-Z].{20,}\.$/)
})
