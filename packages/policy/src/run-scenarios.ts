import type { Policy, PolicyDecision } from '@muster/core'
import type { Scenario } from './scenario.ts'

export interface ScenarioResult {
  readonly name: string
  readonly line: number
  readonly ok: boolean
  readonly expected: { readonly decision: 'allow' | 'deny'; readonly by: readonly string[] | null }
  readonly decision: PolicyDecision
}

/** Decides every scenario, and says which came out as expected. */
export function runScenarios(policy: Policy, scenarios: readonly Scenario[]): readonly ScenarioResult[] {
  return scenarios.map(({ name, line, request, expect, by }) => {
    const decision = policy.decide(request)
    const ok = decision.allow === (expect === 'allow') && (by === null || sameNames(by, decision.because))
    return { name, line, ok, expected: { decision: expect, by }, decision }
  })
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify([...left].sort()) === JSON.stringify([...right].sort())
}
