import type { Actor } from './actor.ts'
import type { Decision } from './gate.ts'
import type { WorkPhase } from './phase.ts'
import type { RevocationScope } from './revocation.ts'
import type { Tier } from './tier.ts'

/** The doors at which policies are asked. */
export const POLICY_ACTIONS = [
  'run.start',
  'phase.enter',
  'effect.request',
  'gate.vote',
  'tier.elevate',
  'run.revoke',
  'template.publish',
  'ledger.read',
  'policy.change',
  'queue.admin',
] as const
export type PolicyAction = (typeof POLICY_ACTIONS)[number]

/** Somebody who asks, as an actor: of these only people and scripts may ask for anything. */
export type Asker = Omit<Actor, 'kind'> & { readonly kind: Exclude<Actor['kind'], 'agent'> }

/** An agent as policies see it: by what it is made of, not by the run it works for. */
export interface AgentPrincipal {
  readonly kind: 'agent'
  /** `name@version` of its template. */
  readonly template: string
  readonly tier: Tier
}

export interface TenantResource {
  readonly type: 'tenant'
}

/** A run, or one that is about to be. */
export interface RunResource {
  readonly type: 'run'
  /** NEW_RUN for one that is about to be. */
  readonly id: string
  readonly project: string
  readonly pipeline: string
  /** Who started it. */
  readonly author: string
  /** The highest of its agents. */
  readonly tier: Tier
}

/** A stage by what it runs, whatever run it is of: what is decided of one holds for all like it. */
export interface StageResource {
  readonly type: 'stage'
  readonly project: string
  /** `name@version`, and the digest of all of it. */
  readonly template: string
  readonly templateDigest: string
  readonly tier: Tier
}

export interface GateResource {
  readonly type: 'gate'
  readonly id: string
  readonly author: string
  /** Entries of `approvers`: names of people, and `role:NAME`. */
  readonly approvers: readonly string[]
  /** The highest tier that an approval lets act. */
  readonly tier: Tier
}

export interface TemplateResource {
  readonly type: 'template'
  /** `name` or `name@version`. */
  readonly id: string
}

interface Asking<A extends PolicyAction, P, R, C> {
  /** Of the principal. */
  readonly tenant: string
  /** Of the resource, when it is another. */
  readonly resourceTenant?: string
  readonly action: A
  readonly principal: P
  readonly resource: R
  readonly context: C
}

type Nothing = Readonly<Record<string, never>>

/** Everything that policies may be asked. */
export type PolicyRequest =
  | Asking<
      'run.start',
      Asker,
      RunResource,
      {
        /** Whether it starts a run again that has ended. */
        readonly again: boolean
        /** Its gates approve themselves. */
        readonly demonstration: boolean
      }
    >
  | Asking<'phase.enter', AgentPrincipal, StageResource, { readonly phase: WorkPhase }>
  | Asking<
      'effect.request',
      AgentPrincipal,
      StageResource,
      {
        readonly phase: WorkPhase
        readonly verb: string
        readonly target: string
        /** Whether it changes nothing. */
        readonly reads: boolean
      }
    >
  | Asking<
      'gate.vote',
      Asker | AgentPrincipal,
      GateResource,
      {
        readonly decision: Decision
        /** How often the voter approved within APPROVALS_WINDOW_MS, as far as this process knows. */
        readonly recentApprovals: number
      }
    >
  | Asking<
      'tier.elevate',
      Asker | AgentPrincipal,
      StageResource,
      {
        /** Different people who approved the very plan; 0 when somebody is to start it. */
        readonly approvals: number
      }
    >
  | Asking<
      'run.revoke',
      Asker,
      RunResource | TemplateResource | TenantResource,
      {
        readonly scope: RevocationScope
        readonly how: 'cancel' | 'revoke' | 'lift'
      }
    >
  | Asking<
      'template.publish',
      Asker,
      TemplateResource,
      {
        /** The highest at which any stage may run it. */
        readonly tier: Tier
        readonly how: 'publish' | 'withdraw'
      }
    >
  | Asking<'ledger.read', Asker, TenantResource, Nothing>
  | Asking<'policy.change', Asker, TenantResource, Nothing>
  | Asking<'queue.admin', Asker, TenantResource, { readonly changes: boolean }>

/** The set of policies that decided, by its digest, and those of them that did. */
export interface PolicyGround {
  readonly digest: string
  readonly because: readonly string[]
}

export interface PolicyDecision extends PolicyGround {
  readonly allow: boolean
  /** What kept policies from deciding: any of it denies. */
  readonly errors: readonly string[]
}

/** The policies in force in this process. */
export interface Policy {
  /** Of all policies and their schema: what is approved under one set is void under another. */
  readonly digest: string
  /** Never throws: what cannot be decided is denied. */
  decide(request: PolicyRequest): PolicyDecision
}

/** A policy on its way from one process to another, with the comment before it. */
export interface PolicyText {
  /** The file that it was read from. */
  readonly file: string
  readonly text: string
}

/** Policies that were read and hold together, but are not in force. */
export interface ReadPolicies {
  readonly digest: string
  readonly texts: readonly PolicyText[]
  /** What is different from those that this process has, in words; empty when nothing is. */
  readonly changes: string
}

/** The policies of a process that may be one of many: all decide by the same, which the ledger names once somebody chose them. */
export interface FleetPolicy extends Policy {
  /** The digest of the policies that this process has; null when it has none of those in force, and so denies everything. */
  running(): string | null
  /** Reads the operator's files anew; puts nothing in force. Throws MUSTER_POLICIES_INVALID, MUSTER_FILE_UNREADABLE. */
  read(): Promise<ReadPolicies>
  /**
   * Decides by the policies of this digest from now on: those that it has, those in its files, or else those that `load`
   * finds. As long as it has none of them it denies everything. Answers whether it has them.
   */
  follow(digest: string, load: () => Promise<readonly PolicyText[]>): Promise<boolean>
}

/** The id of a run that is about to be: of what is submitted alike the decision is the same. */
export const NEW_RUN = 'new'

/** One policy, by the name that its `@id` gives it. */
export interface NamedPolicy {
  readonly id: string
  readonly effect: 'permit' | 'forbid'
  /** Its text, without the comment before it. */
  readonly text: string
  /** The comment before it: why it is there. */
  readonly why: string
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** The time over which approvals are counted against fatigue. */
export const APPROVALS_WINDOW_MS = 10 * 60_000
