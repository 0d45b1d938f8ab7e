export { createPolicy } from './create-policy.ts'
export { explain, type PolicyBearing, type PolicyExplanation } from './explain.ts'
export { type Cedar, loadCedar } from './load-cedar.ts'
export {
  type LoadedPolicy,
  loadPolicy,
  policiesInvalid,
  readPolicies,
  SHIPPED_POLICIES,
} from './load-policies.ts'
export { parsePolicies } from './parse-policies.ts'
export { type NamedPolicy, POLICY_PROBLEMS, type PolicyFile, type PolicySet } from './policy-set.ts'
export { readScenarios } from './read-scenarios.ts'
export { runScenarios, type ScenarioResult } from './run-scenarios.ts'
export type { Scenario } from './scenario.ts'
