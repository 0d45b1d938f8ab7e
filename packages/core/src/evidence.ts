import type { Actor } from './actor.ts'
import type { Consequence, Foreseen } from './answers.ts'
import type { BudgetView } from './budget.ts'
import { budgetView } from './budget-view.ts'
import type { EffectDeclaration } from './declared-effect.ts'
import type { EffectProgress } from './effect.ts'
import { budgetOf } from './fold-budget.ts'
import { effectsOf } from './fold-effect.ts'
import type { CastVote, GateBinds, Verdict } from './gate.ts'
import { type GateNeeds, needsOfGate, tierOfGate } from './gate-rule.ts'
import { gateTimer, type GateTimer } from './gate-timer.ts'
import { type Eligibility, eligibility, waitingFor } from './gate-voter.ts'
import type { StageId } from './graph.ts'
import { gateAt, partiesOf, sendBackOf } from './judge-vote.ts'
import type { Json } from './json.ts'
import type { Need } from './job.ts'
import { agentId } from './name.ts'
import { diffPlans, type PlanDiff } from './plan-diff.ts'
import type { RunState } from './state.ts'
import type { InputSpec } from './template.ts'
import type { Tier } from './tier.ts'

/** A plan as the ledger has it. */
export interface KnownPlan {
  readonly digest: string
  readonly plan: Json
}

/** With what a plan is compared. */
export interface EarlierPlan extends KnownPlan {
  /** The round before of the same gate, or the newest run of the pipeline that succeeded. */
  readonly of: { readonly round: number } | { readonly run: string }
}

/** What a run has spent by now. */
export interface RunCost {
  readonly tokens: number
  readonly cost: number
  readonly errors: number
  /** Milliseconds that attempts took. */
  readonly wallMs: number
}

/** All that people are shown of a gate before they decide. */
export interface GateEvidence {
  /** Of all that a decision binds to: what a vote says that it saw. */
  readonly digest: string
  readonly gate: string
  readonly run: string
  readonly stage: StageId
  readonly round: number
  /** Whether it is about an agent's plan or is a stage of its own. */
  readonly about: 'plan' | 'stage'
  readonly message: string | null
  readonly verdict: Verdict | null
  readonly binds: GateBinds | null
  /** What is different since the round before, in words. */
  readonly changed: readonly string[]
  /** The tier at which the agent would execute its plan; null for a stage of type gate. */
  readonly tier: Tier | null
  readonly plan: KnownPlan | null
  /** Null when there is nothing to compare with. */
  readonly difference: { readonly to: EarlierPlan['of']; readonly plans: PlanDiff } | null
  /** What the required stages came to. */
  readonly needs: Readonly<Record<StageId, Need>>
  readonly effects: {
    /** What the agent may ask its host to do. */
    readonly declared: readonly EffectDeclaration[]
    /** What it, or the agents before the gate, asked for. */
    readonly asked: readonly (EffectProgress & { readonly stage: StageId })[]
  }
  readonly spent: {
    /** Of the agent that waits; null for a stage of type gate, and when there is nothing to tell. */
    readonly stage: BudgetView | null
    readonly run: RunCost
  }
  /** What would follow; empty once it is decided. */
  readonly answers: Readonly<Partial<Record<Foreseen, Consequence>>>
  readonly deadline: {
    readonly at: number
    readonly then: 'reject' | 'escalate'
    /** Whom it asks then. */
    readonly escalatesTo: readonly string[]
    /** What happens by itself first. */
    readonly next: GateTimer
  }
  readonly who: {
    /** Empty means anyone who may vote at all. */
    readonly approvers: readonly string[]
    readonly needs: GateNeeds
    readonly authorMay: boolean
    readonly author: Actor
    /** Who published the templates that the run uses, by those: they may decide where its author may. */
    readonly publishers: Readonly<Record<string, Actor>>
    readonly vetoes: readonly string[]
    readonly votes: readonly CastVote[]
    /** Entries that nobody has used. */
    readonly waitingFor: readonly string[]
    /** Whether the one who asks may vote; null when nobody asks. */
    readonly you: Eligibility | null
  }
  /** How often it may still be sent back, and to which agents. */
  readonly sendBack: { readonly left: number; readonly to: readonly StageId[] }
  /** What an approver fills in. */
  readonly form: Readonly<Record<string, InputSpec>>
}

/** What is not in the state of the run. */
export interface EvidenceSources {
  readonly plan: KnownPlan | null
  readonly earlier: EarlierPlan | null
  readonly needs: Readonly<Record<StageId, Need>>
  readonly answers: GateEvidence['answers']
  /** Who asks. */
  readonly viewer: Actor | null
}

/** The evidence of a gate that was ever opened; null when there is none. */
export function gateEvidence(state: RunState, stage: StageId, sources: EvidenceSources): GateEvidence | null {
  const at = gateAt(state, stage)
  if (at === null) return null
  const { node, policy, gate } = at
  const { plan, earlier, viewer } = sources
  const parties = partiesOf(state, node)
  const { onTimeout } = policy
  const escalates = onTimeout.do === 'escalate' && !gate.escalated
  const template = node.type === 'agent' ? state.graph.templates[node.template] : undefined
  const asking = node.type === 'agent' ? [node.id] : Object.keys(sources.needs)
  return {
    digest: gate.digest,
    gate: agentId(state.run, stage),
    run: state.run,
    stage,
    round: gate.round,
    about: node.type === 'agent' ? 'plan' : 'stage',
    message: policy.message,
    verdict: gate.decided?.verdict ?? null,
    binds: gate.binds,
    changed: gate.changed,
    tier: tierOfGate(node),
    plan,
    difference:
      plan === null || earlier === null
        ? null
        : { to: earlier.of, plans: diffPlans(earlier.plan, plan.plan) },
    needs: sources.needs,
    effects: {
      declared: template?.effects ?? [],
      asked: asking.flatMap((id) => effectsOf(state, id).map((effect) => ({ stage: id, ...effect }))),
    },
    spent: {
      stage: node.type === 'agent' ? budgetView(node.errorBudget, budgetOf(state, stage)) : null,
      run: costOf(state),
    },
    answers: sources.answers,
    deadline: {
      at: gate.deadline,
      then: escalates ? 'escalate' : 'reject',
      escalatesTo: escalates && onTimeout.do === 'escalate' ? onTimeout.approvers : [],
      next: gateTimer(policy, gate),
    },
    who: {
      approvers: gate.approvers,
      needs: needsOfGate(policy, tierOfGate(node)),
      authorMay: policy.allowAuthor,
      author: state.submittedBy,
      publishers: parties.publishers,
      vetoes: policy.vetoes ?? [],
      votes: gate.votes,
      waitingFor: gate.decided === null ? waitingFor(gate) : [],
      you: viewer === null ? null : eligibility(policy, gate, parties, viewer),
    },
    sendBack: sendBackOf(state, node, policy, gate),
    form: policy.form ?? {},
  }
}

function costOf(state: RunState): RunCost {
  const sum = { tokens: 0, cost: 0, errors: 0, wallMs: 0 }
  for (const { total } of state.budgets.values()) {
    sum.tokens += total.tokens
    sum.cost += total.cost
    sum.errors += total.errors
    sum.wallMs += total.wallMs
  }
  return sum
}
