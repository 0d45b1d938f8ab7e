import type { PolicyRequest } from '@muster/core'
import { createPolicy, loadCedar, parsePolicies, readPolicies, SHIPPED_POLICIES } from '@muster/policy'

export const cedar = await loadCedar()

const { set } = await readPolicies([SHIPPED_POLICIES])
if (set === null) throw new Error('the shipped policies are not valid')
export const SHIPPED = set

/** The problems and the set of policies given as one text. */
export function parse(text: string) {
  return parsePolicies(cedar, { file: 'schema', text: SHIPPED.schema }, [{ file: 'own.cedar', text }])
}

/** Decides by the policies of this text alone. */
export function policyOf(text: string) {
  const { set: parsed, problems } = parse(text)
  if (parsed === null) throw new Error(JSON.stringify(problems))
  return createPolicy(cedar, parsed)
}

/** An author starts a run. */
export const STARTS: PolicyRequest = {
  tenant: 'default',
  action: 'run.start',
  principal: { kind: 'person', name: 'ada', roles: ['author'] },
  resource: { type: 'run', id: 'r', project: 'default', pipeline: 'p', author: 'ada', tier: 1 },
  context: { again: false, demonstration: false },
}
