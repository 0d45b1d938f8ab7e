import type { Static } from '@sinclair/typebox'
import type { ErrorBody, GateView } from './api.ts'
import type { BudgetLeft, BudgetView, ClarifiedPlan } from './budget.ts'
import type { AgentNode } from './graph.ts'
import type { Json } from './json.ts'
import type { WorkPhase } from './phase.ts'
import type { EndStatus } from './status.ts'
import type { Template } from './template.ts'
import type { Tier } from './tier.ts'
import type { QueuedVoteSchema, VoteJobSchema } from './vote-schema.ts'

/** The message that makes an attempt happen: ids and a digest, never a document. */
export interface AttemptJob {
  readonly tenant: string
  readonly project: string
  readonly run: string
  readonly stage: string
  readonly phase: WorkPhase
  readonly attempt: number
  /** Grows with every dispatch of this agent; an outcome with an older one is refused. */
  readonly fence: number
  /** The newest fence of this agent whose outcome is settled; 0 for none. Who holds its lock under it is done with it. */
  readonly settled: number
  readonly tier: Tier
  /** The artifact that holds the agent's Brief. */
  readonly brief: string
  /** The digest of the agent's plan as the ledger has it; null before there is one. EXECUTE does no other. */
  readonly planDigest: string | null
  /** The digest of the checkpoint that it goes on from, as the ledger has it; null before there is one. */
  readonly checkpoint: string | null
  /** Milliseconds this attempt may take. */
  readonly timeoutMs: number
  /** How the agent is about to end, once that is decided; null while it may still succeed. */
  readonly ending: { readonly status: EndStatus; readonly reason: string | null } | null
  readonly clarification: ClarifiedPlan | null
  /** What this attempt may still spend: the worker stops its program when it goes past it. */
  readonly budget: BudgetLeft
  /** That a planner sent it, as it is. It travels with the job and is kept nowhere. */
  readonly seal?: JobSeal
  /** Who the attempt is, signed: from T2. It travels with the job and is kept nowhere. */
  readonly credential?: string
  /** REPORT only: what the agent has spent by now. */
  readonly spent?: BudgetView
}

/** What a planner vouches for a job with, by a key that the store does not know. */
export interface JobSeal {
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number
  readonly mac: string
}

/** What of a job sent at `at` is sealed: all of it but what vouches for it. */
export function sealedText({ seal: _seal, credential: _credential, ...job }: AttemptJob, at: number): string {
  return `${at} ${JSON.stringify(job)}`
}

/** What a worker asks the planners of a job that it cannot tell from one worked before: whether the attempt stands. */
export interface JobAsk extends JobName {
  /** Of this request; one that is told again has the same. */
  readonly job: string
}

/** What a worker tells of a job that it did nothing for. */
export interface JobRefusal extends JobName {
  readonly refused: string
}

interface JobName {
  readonly run: string
  readonly stage: string
  readonly phase: string
  readonly attempt: number
  readonly fence: number
  readonly worker: string
  /** Neither carries one. */
  readonly credential?: never
}

/**
 * What an agent is to do: written to the artifact store when its stage starts, named by digest. It does not name its
 * run, so that runs that ask the same share it.
 */
export interface Brief {
  readonly pipeline: string
  readonly node: AgentNode
  readonly tier: Tier
  readonly template: Template
  /** Checked against the template's inputs. */
  readonly inputs: Readonly<Record<string, Json>>
  /** What the required stages came to. */
  readonly needs: Readonly<Record<string, Need>>
}

export interface Need {
  readonly status: EndStatus
  readonly outputs: Readonly<Record<string, Json>>
  /** The digest of its manifest, when it packaged one. */
  readonly manifest: string | null
}

/** The deadline of an open gate, visible in Bull Board; it only wakes the planner. */
export interface GateJob {
  readonly run: string
  readonly stage: string
}

/** A vote that somebody puts into the queue. It holds no token: see QueuedVote. */
export type VoteJob = Static<typeof VoteJobSchema>

/** What the vote of a job says. */
export type QueuedVote = Static<typeof QueuedVoteSchema>

/** What a vote by queue came to: the return value of its job. */
export type VoteJobAnswer = { readonly gate: GateView } | ErrorBody

/** A submission from a script, straight through the queue. */
export interface SubmissionJob {
  readonly tenant: string
  readonly project: string
  readonly pipeline: string
  readonly inputs: Readonly<Record<string, Json>>
  readonly idempotencyKey: string
  readonly by: string
}
