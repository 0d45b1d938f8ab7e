import type { Json, JsonObject } from '@muster/core'
import type {
  EffectReply,
  Params,
  Peer,
  ProposedPlan,
  ProtocolLimits,
  Result,
  Usage,
} from '@muster/core/protocol'

/** An effect that an agent asks its host for. */
export type EffectOptions = Params<'effect/request'>
/** A file for the artifacts: one of the workspace by its `path`, or its `content`. */
export type StagedFile = Params<'artifact/stage'>
/** How an effect was answered. */
export type Effect = EffectReply

/** What a handler has at hand while one phase runs. Methods throw ProtocolError when the host refuses. */
export interface AgentContext extends Omit<Params<'phase/run'>, 'input'> {
  /** The inputs of the template, with defaults. */
  readonly inputs: JsonObject
  /** What the required stages came to, by path. */
  readonly needs: JsonObject
  /** What went wrong with the plan before, or null. */
  readonly clarification: Json
  /** The plan, in EXECUTE and VERIFY. */
  readonly plan: ProposedPlan | null
  readonly planDigest: string | null
  /** What EXECUTE put out, in VERIFY. */
  readonly outputs: JsonObject
  readonly limits: ProtocolLimits
  /** Fires when the phase must end. A handler that goes on is killed with the whole agent. */
  readonly signal: AbortSignal
  /** Puts out a named value: `beta` and `gamma` count, `alpha` is a draft for the log. */
  emit(name: string, value: Json, type?: 'alpha' | 'beta' | 'gamma'): Promise<void>
  /** Proposes the plan; answers its digest. What a plan handler returns is proposed as well. */
  propose(plan: ProposedPlan): Promise<string>
  /** Asks for an effect. A denial is an answer, not an error. */
  effect(options: EffectOptions): Promise<Effect>
  stageArtifact(file: StagedFile): Promise<Result<'artifact/stage'>>
  /** Keeps what the agent needs to go on when it is started again: it comes back as `checkpoint`. */
  saveCheckpoint(data: JsonObject): Promise<void>
  /** Tells an error that the agent goes on after; it is charged to its budget. */
  reportError(kind: string, message: string, usage?: Usage): void
  /** Tells how far the phase is, and what models used. */
  progress(message: string, more?: { readonly fraction?: number; readonly usage?: Usage }): void
}

/** The context of one phase. */
export function createContext(
  peer: Peer<'agent'>,
  { input, ...rest }: Params<'phase/run'>,
  limits: ProtocolLimits,
  signal: AbortSignal,
): AgentContext {
  const { inputs, needs, clarification, plan, planDigest, outputs } = input
  return {
    ...rest,
    inputs,
    needs,
    clarification,
    plan: (plan as ProposedPlan | undefined) ?? null,
    planDigest: planDigest ?? null,
    outputs: outputs ?? {},
    limits,
    signal,
    async emit(name, value, type = 'beta') {
      await peer.request('output/emit', { type, name, value }).answer
    },
    async propose(proposed) {
      return (await peer.request('plan/propose', { plan: proposed }).answer).digest
    },
    effect: (options) => peer.request('effect/request', options).answer,
    stageArtifact: (file) => peer.request('artifact/stage', file).answer,
    async saveCheckpoint(data) {
      await peer.request('checkpoint/save', { data }).answer
    },
    reportError(kind, message, usage) {
      peer.notify('error/report', { kind, message, ...(usage === undefined ? {} : { usage }) })
    },
    progress(message, more = {}) {
      peer.notify('phase/progress', { message, ...more })
    },
  }
}
