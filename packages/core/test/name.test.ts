import { expect, test } from 'vitest'
import { agentKey, agentOfKey, giveTurns, JobIds, projectKey, RedisKeys } from '../src/index.ts'

const SAME = { run: 'nightly-1', stage: 'build' }

/** The names of all that the same run in the same project of a tenant has in the store. */
function namesOf(tenant: string): readonly string[] {
  const of = { tenant, ...SAME }
  const agent = agentKey(of)
  const { agentState, agentLock, agentLog, projectAgents } = RedisKeys
  return [
    ...[agentState, agentLock, agentLog].map((key) => key(agent)),
    projectAgents(projectKey({ tenant, project: 'web' })),
    JobIds.attempt(of, 'PLAN', 1, 1),
    JobIds.gate(of, 1, false),
    JobIds.gate(of, 1, true),
    ...giveTurns({ heads: { first: null, second: null }, last: new Map() }, [
      { tenant, begun: true },
    ]).last.keys(),
  ]
}

test('whatever a tenant has in the store is named by its tenant first', () => {
  for (const name of namesOf('acme')) expect(name).toMatch(/^(?:agent:|project:)?acme[./]/)
})

test('two tenants with projects and runs of the same names share no name', () => {
  const [mine, theirs] = [namesOf('acme'), namesOf('other')]
  expect(new Set([...mine, ...theirs]).size).toBe(mine.length + theirs.length)
})

test('the id of an agent is what follows its tenant', () => {
  expect(agentOfKey(agentKey({ tenant: 'acme', run: 'r', stage: 'each.0/x' }))).toBe('r.each.0/x')
})
