import { type Static, type TSchema, Type } from '@sinclair/typebox'
import type { Json, JsonObject } from '../json.ts'
import type { Method, RequestMethod } from './method.ts'

/** A schema whose TypeScript type is told rather than inferred. */
const typed = <T>(schema: object) => Type.Unsafe<T>(schema)
const text = (description: string, maxLength?: number) =>
  Type.String(maxLength === undefined ? { description } : { description, maxLength })
const count = (description: string) => Type.Integer({ minimum: 0, description })
const object = (description: string) => typed<JsonObject>({ type: 'object', description })
const numbers = (description: string) =>
  typed<Readonly<Record<string, number>>>({
    type: 'object',
    additionalProperties: { type: 'number' },
    description,
  })
const any = (description: string) => typed<Json>({ description })
const nothing = Type.Object({})

const NAME = '^[A-Za-z][A-Za-z0-9_-]{0,62}$'
const name = (description: string) => Type.String({ pattern: NAME, description })

const Phase = typed<'PLAN' | 'EXECUTE' | 'VERIFY'>({
  type: 'string',
  enum: ['PLAN', 'EXECUTE', 'VERIFY'],
  description: 'A phase that an agent may take part in.',
})

const Usage = Type.Object(
  {
    tokens: Type.Optional(count('Tokens of a model, read and written.')),
    cost: Type.Optional(
      Type.Number({ minimum: 0, description: 'What it cost, in the currency of the budget.' }),
    ),
  },
  { description: 'What a model used since the last report.' },
)

const Plan = Type.Object(
  {
    summary: Type.Optional(text('The plan in a sentence.')),
    actions: Type.Array(
      Type.Object(
        {
          verb: Type.String({ minLength: 1, description: 'What is done.' }),
          target: Type.String({ minLength: 1, description: 'What it is done to.' }),
        },
        { description: 'One thing that is to be done; further keys are kept.' },
      ),
      { description: 'What EXECUTE will do, and nothing else.' },
    ),
  },
  { description: 'What the agent intends; further keys are kept.' },
)

const Limits = Type.Object(
  {
    lineBytes: count('The longest line, in bytes, without its end.'),
    depth: count('How deep a message may nest lists and objects.'),
    openRequests: count('Requests of the agent that wait for an answer at a time.'),
    messagesPerSecond: count('Messages a second, for as long as the agent likes.'),
    burst: count('Messages that may come at once.'),
    behindMs: count('How long messages may come faster than that, in milliseconds.'),
    outputBytes: count('Bytes of messages in one phase.'),
    answerMs: count('How long the agent may say nothing after a `ping`, in milliseconds.'),
  },
  { description: 'What the agent is held to. Who breaks one is charged and killed.' },
)

const left = (description: string) => typed<number | null>({ type: ['number', 'null'], description })

const Budget = Type.Object(
  {
    errors: left('Errors of all kinds.'),
    kinds: numbers('Errors by kind, of those that have a limit of their own.'),
    wallMs: left('Milliseconds of work.'),
    outputBytes: left('Bytes of messages and of the log.'),
    tokens: left('Tokens of models.'),
    cost: left('What models cost.'),
  },
  { description: 'What is left of the budget of the agent; null is without limit.' },
)

const Agent = Type.Object(
  {
    id: text('The agent: `<run>.<stage>`.'),
    run: text('The run.'),
    stage: text('The stage.'),
    attempt: Type.Integer({ minimum: 1, description: 'Which try of the phase this is.' }),
    tier: Type.Integer({ minimum: 0, maximum: 4, description: 'What the agent may do, from 0 to 4.' }),
  },
  { description: 'For whom the process works.' },
)

const Workspace = Type.Object(
  {
    work: text('Its working directory.'),
    artifacts: text('What is left here is packaged, where the tier lets the agent write.'),
  },
  { description: 'The directories of the agent, as the process sees them.' },
)

const Input = Type.Object(
  {
    inputs: object('The inputs of the template, with defaults.'),
    needs: object('By path, each required stage: `status`, `outputs`, and `manifest`, a digest or null.'),
    clarification: any('What went wrong with the plan before, or null.'),
    plan: Type.Optional(Plan),
    planDigest: Type.Optional(text('The digest of the plan. EXECUTE and VERIFY only.')),
    outputs: Type.Optional(object('What EXECUTE put out. VERIFY only.')),
  },
  { description: 'What the phase works on.' },
)

export const InitializeParams = Type.Object({
  protocolVersion: Type.Integer({
    minimum: 1,
    description: 'The version of the protocol that the host speaks.',
  }),
  nonce: text('To be sent back: it proves that the answer belongs to this start.'),
  capabilities: Type.Object(
    {
      effects: Type.Boolean({ description: 'Whether effects may be asked for. Each is decided on its own.' }),
      artifacts: Type.Boolean({ description: 'Whether artifacts may be staged.' }),
      checkpoints: Type.Boolean({ description: 'Whether checkpoints are kept.' }),
    },
    { description: 'What the host offers.' },
  ),
  limits: Limits,
})

export const InitializeResult = Type.Object({
  protocolVersion: Type.Integer({ minimum: 1, description: 'The version that the agent speaks.' }),
  nonce: text('The nonce of the host.'),
  name: Type.String({ minLength: 1, maxLength: 100, description: 'What the agent program is called.' }),
  version: text('The version of the agent program.', 100),
  capabilities: Type.Object(
    { phases: Type.Array(Phase, { description: 'The phases it takes part in. Others are not sent.' }) },
    { description: 'What the agent can do.' },
  ),
})

export const PhaseRunParams = Type.Object({
  phase: Phase,
  agent: Agent,
  input: Input,
  deadline: Type.Integer({ description: 'When the phase is cancelled, in milliseconds since 1970.' }),
  budget: Budget,
  checkpoint: any('What was last given to `checkpoint/save`, by whichever process; null when nothing was.'),
  workspace: Workspace,
})

export const PhaseRunResult = Type.Object({
  ok: Type.Boolean({ description: 'Whether the phase succeeded.' }),
  reason: Type.Optional(text('Why it did not.')),
  retryable: Type.Optional(Type.Boolean({ description: 'Whether trying again may help. Default: true.' })),
  plan: Type.Optional(Plan),
  outputs: Type.Optional(object('Outputs by name, beside those that were emitted. EXECUTE only.')),
  checks: Type.Optional(object('What was checked, for the record. VERIFY only.')),
  usage: Type.Optional(Usage),
})

/** What each method carries, and what answers it. */
export const SCHEMAS = {
  initialize: {
    says: 'Sent once, first: what the host offers and holds the agent to, and what the agent can do.',
    params: InitializeParams,
    result: InitializeResult,
  },
  'phase/run': {
    says: 'Asks for one phase. It is answered when the phase has ended.',
    params: PhaseRunParams,
    result: PhaseRunResult,
  },
  '$/cancel': {
    says: 'Asks to end a request early. The request is still answered, soon.',
    params: Type.Object({
      id: typed<string | number>({ type: ['string', 'integer'], description: 'The id of the request.' }),
      reason: Type.Optional(text('Why.')),
    }),
    result: null,
  },
  ping: {
    says: 'Asks whether the process still listens. It is answered at once, also while a phase runs.',
    params: nothing,
    result: nothing,
  },
  shutdown: {
    says: 'Asks the process to end. It answers, and exits with code 0.',
    params: nothing,
    result: nothing,
  },
  'phase/progress': {
    says: 'Tells how far a phase is. The message is shown in the log.',
    params: Type.Object({
      message: Type.Optional(text('What is being done.')),
      fraction: Type.Optional(
        Type.Number({ minimum: 0, maximum: 1, description: 'How much is done, from 0 to 1.' }),
      ),
      usage: Type.Optional(Usage),
    }),
    result: null,
  },
  'output/emit': {
    says: 'Puts out one named value. `beta` and `gamma` count, the newest of a name; `alpha` is a draft for the log.',
    params: Type.Object({
      type: typed<'alpha' | 'beta' | 'gamma'>({
        type: 'string',
        enum: ['alpha', 'beta', 'gamma'],
        description: 'Draft, refined or final.',
      }),
      name: name('The name of the output.'),
      value: any('Its value.'),
    }),
    result: nothing,
  },
  'plan/propose': {
    says: 'Proposes the plan, in PLAN. The newest counts.',
    params: Type.Object({ plan: Plan }),
    result: Type.Object({ digest: text('The digest of the plan: permits and approvals are bound to it.') }),
  },
  'effect/request': {
    says: 'Asks the host to act on the world. Everything outside the workspace goes through it.',
    params: Type.Object({
      verb: Type.String({ minLength: 1, maxLength: 64, description: 'What is to be done.' }),
      target: Type.String({ minLength: 1, maxLength: 4_096, description: 'What it is to be done to.' }),
      parameters: Type.Optional(object('How, as the verb defines.')),
      idempotencyKey: Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Names the effect: asked for twice, it happens once.',
      }),
    }),
    result: typed<EffectReply>({
      type: 'object',
      required: ['decision'],
      properties: {
        decision: {
          type: 'string',
          enum: ['allow', 'deny'],
          description: 'Whether it was done.',
        },
        effect: {
          type: 'integer',
          description: 'Its number among the effects of the agent, when it was allowed.',
        },
        ended: {
          type: 'string',
          enum: ['done', 'failed', 'unknown'],
          description: 'How it ended: `failed` changed nothing; of an `unknown` one nobody can say.',
        },
        recorded: {
          type: 'boolean',
          description: 'Whether this is the record of an earlier request with the same key.',
        },
        result: { type: 'object', description: 'What came of it, when it was allowed.' },
        code: { type: 'string', description: 'Why not, in a word, when it was denied.' },
        reason: { type: 'string', description: 'Why not, in a sentence, when it was denied.' },
      },
    }),
  },
  'artifact/stage': {
    says: 'Adds a file to what is packaged: one of the workspace, or its content.',
    params: Type.Object({
      name: Type.String({
        minLength: 1,
        maxLength: 512,
        description: 'Where it is kept among the artifacts: a relative path.',
      }),
      path: Type.Optional(text('A file of the workspace, relative to the working directory.', 4_096)),
      content: Type.Optional(text('Its content, instead of `path`.')),
      encoding: Type.Optional(
        typed<'utf8' | 'base64'>({
          type: 'string',
          enum: ['utf8', 'base64'],
          description: 'How `content` is written. Default: utf8.',
        }),
      ),
    }),
    result: Type.Object({ digest: text('Its SHA-256.'), bytes: count('Its size.') }),
  },
  'checkpoint/save': {
    says: 'Keeps what the agent needs to go on, when it must be started again. The newest counts.',
    params: Type.Object({ data: object('What comes back as `checkpoint`. At most 8 KiB.') }),
    result: nothing,
  },
  'error/report': {
    says: 'Tells an error that the agent met and goes on after. It is charged to its budget.',
    params: Type.Object({
      kind: Type.String({
        pattern: '^[\\w.:-]{1,64}$',
        description: 'What kind of error: budgets may be set by kind.',
      }),
      message: text('What happened.'),
      usage: Type.Optional(Usage),
    }),
    result: null,
  },
} as const satisfies {
  [M in Method]: { says: string; params: TSchema; result: M extends RequestMethod ? TSchema : null }
}

/** The answer to `effect/request`. */
export type EffectReply =
  | {
      readonly decision: 'allow'
      readonly effect: number
      readonly ended: 'done' | 'failed' | 'unknown'
      readonly recorded: boolean
      readonly result: JsonObject
    }
  | { readonly decision: 'deny'; readonly code: string; readonly reason: string }

export type Params<M extends Method> = Static<(typeof SCHEMAS)[M]['params']>
export type Result<M extends RequestMethod> = Static<Extract<(typeof SCHEMAS)[M]['result'], TSchema>>

/** What an agent intends. */
export type ProposedPlan = Static<typeof Plan> & JsonObject
/** What a model used. */
export type Usage = Static<typeof Usage>
/** A phase that an agent may take part in. */
export type AgentProtocolPhase = Static<typeof Phase>
