import type { Decision, GateEvidence, GateView, Json, VoteBody, VotesAnswer } from '@muster/core'
import { queryOptions } from '@tanstack/react-query'
import { at, call, send } from './call.ts'

/** The run that a gate belongs to: its id holds no dot. */
function runOf(gate: string): string {
  return gate.slice(0, Math.max(0, gate.indexOf('.')))
}

/** All that a decision at a gate stands on. */
export function evidenceOf(gate: string) {
  return queryOptions({
    queryKey: ['run', runOf(gate), 'evidence', gate],
    queryFn: () => call<GateEvidence>(at`/gates/${gate}/evidence`),
  })
}

/** A gate as lists show it. */
export function gateOf(gate: string) {
  return queryOptions({
    queryKey: ['run', runOf(gate), 'gate', gate],
    queryFn: () => call<GateView>(at`/gates/${gate}`),
  })
}

/** One answer, at one gate. */
export interface GateAnswer {
  readonly decision: Decision
  readonly comment: string
  readonly seen: string
  readonly to?: string
  readonly values?: Readonly<Record<string, Json>>
  /** For whom the local owner speaks. */
  readonly as?: string
}

/** Votes at one gate. Throws a Refusal. */
export function answerGate(gate: string, answer: GateAnswer): Promise<{ readonly gate: GateView }> {
  return send(at`/gates/${gate}/votes`, { ...answer, surface: 'page' } satisfies VoteBody)
}

/** One answer, at several gates that share a rule. */
export interface BatchAnswer {
  readonly decision: Exclude<Decision, 'delegate'>
  readonly comment: string
  readonly mode: 'all' | 'each'
  readonly gates: readonly { readonly gate: string; readonly seen: string }[]
}

/** Votes at several gates. Throws a Refusal. */
export function answerGates(answer: BatchAnswer): Promise<VotesAnswer> {
  return send('/votes', { ...answer, surface: 'page' })
}
