import type { ErrorBody } from './api.ts'

/**
 * Every error a user may meet: one sentence on what is wrong, one on what to do next.
 * `{name}` in a text stands for a fact given when the error is made.
 */
export const ERRORS = {
  MUSTER_USAGE: { message: '{problem}', hint: 'Run `muster --help`.', status: 400, exit: 2 },
  MUSTER_INPUT_FORMAT: {
    message: '`--input {given}` is not `name=value`.',
    hint: 'Write `--input environment=staging`.',
    status: 400,
    exit: 2,
  },
  MUSTER_FILE_UNREADABLE: {
    message: '`{file}` cannot be read: {reason}.',
    hint: 'Check the path.',
    status: 400,
    exit: 2,
  },
  MUSTER_PIPELINE_INVALID: {
    message: '{count} in {file}.',
    hint: 'Mend what is listed, then run `muster validate`.',
    status: 422,
    exit: 2,
  },
  MUSTER_INPUTS_INVALID: {
    message: 'The inputs do not fit the pipeline: {problem}.',
    hint: 'The pipeline declares: {declared}.',
    status: 422,
    exit: 2,
  },
  MUSTER_PIPELINE_NOT_FOUND: {
    message: 'There is no pipeline `{name}`.',
    hint: 'Give the text of a pipeline, or one of: {known}.',
    status: 404,
    exit: 5,
  },
  MUSTER_IDEMPOTENCY_CONFLICT: {
    message:
      'The idempotency key `{key}` already belongs to run `{run}`, which has another pipeline or other inputs.',
    hint: 'Use a new key for a new run.',
    status: 409,
    exit: 1,
  },
  MUSTER_RUN_NOT_FOUND: {
    message: 'There is no run `{run}`.',
    hint: 'List runs with `muster runs`.',
    status: 404,
    exit: 5,
  },
  MUSTER_EFFECT_NOT_FOUND: {
    message: 'Run `{run}` has no effect `{effect}`.',
    hint: 'List its effects with `muster effects {run}`.',
    status: 404,
    exit: 5,
  },
  MUSTER_EFFECT_KNOWN: {
    message: 'Effect `{effect}` of run `{run}` is not unknown: {status}.',
    hint: 'Only an effect that is unknown needs a person to say whether it happened.',
    status: 409,
    exit: 1,
  },
  MUSTER_RUN_ENDED: {
    message: 'Run `{run}` has ended: {status}.',
    hint: 'Retry it with `muster retry {run}`.',
    status: 409,
    exit: 1,
  },
  MUSTER_RUN_NOT_RETRYABLE: {
    message: 'Run `{run}` cannot be retried: {problem}.',
    hint: 'A run that failed, timed out or was cancelled can be retried, and one that succeeded from one of its stages: `muster retry {run} --from STAGE`.',
    status: 409,
    exit: 1,
  },
  MUSTER_RUN_TRIMMED: {
    message: 'Run `{run}` was trimmed: of an ended run so old only who started it and how it ended is kept.',
    hint: 'Start a new run of its pipeline; see MUSTER_KEEP_RUNS in docs/reference/config.md.',
    status: 409,
    exit: 1,
  },
  MUSTER_AGENT_NOT_FOUND: {
    message: 'There is no agent `{agent}`.',
    hint: 'An agent is a run, a dot and the path of an agent stage: see `muster status RUN`.',
    status: 404,
    exit: 5,
  },
  MUSTER_AGENT_ENDED: {
    message: 'Agent `{agent}` has ended: {status}.',
    hint: 'Only an agent that has not ended can be revoked.',
    status: 409,
    exit: 1,
  },
  MUSTER_TEMPLATE_NOT_FOUND: {
    message: 'There is no template `{template}` that somebody published.',
    hint: 'List templates with `muster template list`.',
    status: 404,
    exit: 5,
  },
  MUSTER_TEMPLATE_INVALID: {
    message: '{count} in {file}.',
    hint: 'Mend what is listed: docs/reference/template.md says what a template may hold.',
    status: 422,
    exit: 2,
  },
  MUSTER_TEMPLATE_IMMUTABLE: {
    message: 'Template `{template}` was published with another content by {who}.',
    hint: 'A published version never changes: publish under a new version.',
    status: 409,
    exit: 1,
  },
  MUSTER_TEMPLATE_WITHDRAWN: {
    message: 'Template `{template}` is revoked for new runs: {reason}.',
    hint: 'Use or publish another version: `muster template list` shows those that there are.',
    status: 409,
    exit: 7,
  },
  MUSTER_TENANT_NOT_FOUND: {
    message: 'There is no tenant `{tenant}`.',
    hint: 'List tenants and their projects with `muster tenant list`.',
    status: 404,
    exit: 5,
  },
  MUSTER_PROJECT_NOT_FOUND: {
    message: 'There is no project `{project}`.',
    hint: 'List tenants and their projects with `muster tenant list`.',
    status: 404,
    exit: 5,
  },
  MUSTER_PROJECT_REVOKED: {
    message: 'Project `{project}` is revoked: {reason}.',
    hint: 'Nothing runs in it until `muster revoke project {project} --lift --reason TEXT`.',
    status: 403,
    exit: 7,
  },
  MUSTER_NOT_LIFTED: {
    message: 'A revoked {scope} stays revoked.',
    hint: 'Only a template, a project or a worker can be taken back into use.',
    status: 400,
    exit: 2,
  },
  MUSTER_RUN_NOT_RESUMABLE: {
    message: 'Run `{run}` cannot be resumed from `{from}`: {problem}.',
    hint: 'List its checkpoints with `muster checkpoints {run}`.',
    status: 409,
    exit: 1,
  },
  MUSTER_CHECKPOINT_NOT_FOUND: {
    message: 'Run `{run}` has no checkpoint `{from}` to go on from.',
    hint: 'List its checkpoints with `muster checkpoints {run}`.',
    status: 404,
    exit: 5,
  },
  MUSTER_CHECKPOINT_GONE: {
    message: 'The checkpoint `{from}` of run `{run}` is no longer kept.',
    hint: 'List those that are with `muster checkpoints {run}`; see MUSTER_KEEP_CHECKPOINTS in docs/reference/config.md.',
    status: 410,
    exit: 1,
  },
  MUSTER_CHECKPOINT_REFUSED: {
    message: 'The checkpoint {digest} of agent `{agent}` is refused: {problem}.',
    hint: 'Resume the run from an older one: `muster checkpoints {run}` lists them.',
    status: 500,
    exit: 1,
  },
  MUSTER_CHECKPOINT_FAILED: {
    message: 'What {phase} did could not be kept: {problem}.',
    hint: 'Check that the artifact store has room and answers.',
    status: 500,
    exit: 1,
  },
  MUSTER_WORKSPACE_TOO_LARGE: {
    message: 'The workspace that {phase} left is too large to be kept: {problem}.',
    hint: 'Keep what is not needed later outside the working directory, in TMPDIR, or remove it.',
    status: 500,
    exit: 1,
  },
  MUSTER_STAGE_NOT_FOUND: {
    message: 'Run `{run}` has no stage `{stage}`.',
    hint: 'List its stages with `muster status {run}`.',
    status: 404,
    exit: 5,
  },
  MUSTER_SEARCH: {
    message: 'The search cannot be read at character {at}: {problem}.',
    hint: '{right} See docs/reference/search.md.',
    status: 400,
    exit: 2,
  },
  MUSTER_SEARCH_TOO_WIDE: {
    message: 'The search took longer than {limit} ms, and was stopped.',
    hint: 'Narrow it, as by `since:2d`, `pipeline:NAME` or `kind:run`.',
    status: 503,
    exit: 1,
  },
  MUSTER_GATE_NOT_FOUND: {
    message: 'There is no gate `{gate}`.',
    hint: 'List open gates with `muster gates`.',
    status: 404,
    exit: 5,
  },
  MUSTER_GATE_CLOSED: {
    message: 'Gate `{gate}` is not open: {status}.',
    hint: 'List open gates with `muster gates`.',
    status: 409,
    exit: 1,
  },
  MUSTER_GATE_NOT_APPROVER: {
    message: '`{voter}` is not an approver of gate `{gate}`.',
    hint: 'It waits for: {approvers}. On one machine, its owner may speak for one with `--as NAME`.',
    status: 403,
    exit: 4,
  },
  MUSTER_GATE_AUTHOR: {
    message: '`{voter}` started this run and may not decide gate `{gate}`.',
    hint: 'Ask another approver, or set `allow_author: true` on the gate.',
    status: 403,
    exit: 4,
  },
  MUSTER_GATE_PUBLISHER: {
    message:
      '`{voter}` published template `{problem}`, which this run uses, and may not decide gate `{gate}`.',
    hint: 'Ask another approver, or set `allow_author: true` on the gate.',
    status: 403,
    exit: 4,
  },
  MUSTER_GATE_VOTED: {
    message: '`{voter}` has already voted at gate `{gate}`.',
    hint: 'One vote counts for each approver.',
    status: 409,
    exit: 1,
  },
  MUSTER_GATE_CONFLICT: {
    message: '`{voter}` has already answered gate `{gate}` otherwise: {problem}.',
    hint: 'An answer cannot be taken back.',
    status: 409,
    exit: 1,
  },
  MUSTER_GATE_STALE: {
    message: 'Gate `{gate}` has changed since it was shown: {problem}.',
    hint: 'Look at it again, then decide.',
    status: 409,
    exit: 1,
  },
  MUSTER_GATE_COMMENT: {
    message: 'Sending gate `{gate}` back needs a comment: {problem}.',
    hint: 'Give one with `--comment`: the agent plans anew with it.',
    status: 400,
    exit: 2,
  },
  MUSTER_GATE_DELEGATE: {
    message: 'The vote of `{voter}` at gate `{gate}` cannot be handed on: {problem}.',
    hint: 'Name one person who has no say in it yet.',
    status: 409,
    exit: 1,
  },
  MUSTER_GATE_SEND_BACK: {
    message: 'Gate `{gate}` cannot be sent back: {problem}.',
    hint: 'Approve it or reject it.',
    status: 409,
    exit: 1,
  },
  MUSTER_GATE_SET: {
    message: 'These gates cannot be answered at once: {problem}.',
    hint: 'Answer together what is decided by one rule.',
    status: 409,
    exit: 1,
  },
  MUSTER_GATE_FORM: {
    message: 'What was filled in at gate `{gate}` does not fit its form: {problem}.',
    hint: 'The form says what each value may be: `muster gates` shows it.',
    status: 400,
    exit: 2,
  },
  MUSTER_NOT_AUTHENTICATED: {
    message: '{problem}',
    hint: 'Log in with `muster login`, or set MUSTER_TOKEN; see docs/how-to/log-in.md.',
    status: 401,
    exit: 4,
  },
  MUSTER_POLICY_DENIED: {
    message: '`{who}` may not do `{action}` on {what}: {because}.',
    hint: '`muster policy explain --as {who} {action}` tells which policies were asked; docs/how-to/write-policies.md how to change them.',
    status: 403,
    exit: 4,
  },
  MUSTER_POLICIES_INVALID: {
    message: 'The policies cannot be used: {count}.',
    hint: 'Mend what is listed, then run `muster policy check`. Nothing is decided by policies with a fault in them.',
    status: 500,
    exit: 2,
  },
  MUSTER_LOGIN_STALE: {
    message: 'A decision at T{tier} needs a login of the last five minutes.',
    hint: 'Log in again, at `/login` or with `muster login`, and decide then.',
    status: 401,
    exit: 4,
  },
  MUSTER_RATE: {
    message: 'Too many requests: try again in {seconds} s.',
    hint: 'See the header `retry-after`, and MUSTER_RATE_LIMIT in docs/reference/config.md.',
    status: 429,
    exit: 8,
  },
  MUSTER_TOKEN_NOT_FOUND: {
    message: 'There is no token `{token}`.',
    hint: 'List tokens with `muster token list`.',
    status: 404,
    exit: 5,
  },
  MUSTER_WEBHOOK_NOT_FOUND: {
    message: 'There is no webhook `{webhook}`.',
    hint: 'List webhooks with `muster webhook list`.',
    status: 404,
    exit: 5,
  },
  MUSTER_WEBHOOK_ADDRESS: {
    message: 'The address of the webhook cannot be taken: {problem}.',
    hint: 'Give an https:// address. Hosts that may be reached otherwise are named in MUSTER_WEBHOOK_HOSTS; see docs/how-to/webhooks.md.',
    status: 400,
    exit: 2,
  },
  MUSTER_NOT_ALLOWED: { message: '{problem}', hint: 'Ask the owner of this Muster.', status: 403, exit: 4 },
  MUSTER_TIER_EXCEEDED: {
    message: 'Stage `{stage}` asks for tier {tier}; {bound} allows {allowed}.',
    hint: 'Give the stage a lower `tier`, or have that raised: docs/explanation/policies.md tells what bounds a tier.',
    status: 403,
    exit: 4,
  },
  MUSTER_QUOTA: {
    message: '{problem}',
    hint: 'Wait until runs end, or raise the limit.',
    status: 429,
    exit: 8,
  },
  MUSTER_BODY: {
    message: 'The request cannot be read: {problem}.',
    hint: 'Send JSON as docs/reference/api.md says.',
    status: 400,
    exit: 2,
  },
  MUSTER_ROUTE: {
    message: 'There is no {method} {path}.',
    hint: 'See docs/reference/api.md.',
    status: 404,
    exit: 5,
  },
  MUSTER_NO_STORE: {
    message: 'Muster needs a Redis-protocol server and found none.',
    hint: 'Install one (`apt-get install redis-server`, `brew install valkey`), start one with `docker compose up -d dragonfly`, or name a running one in MUSTER_STORE_URL.',
    status: 503,
    exit: 1,
  },
  MUSTER_STORE_UNREACHABLE: {
    message: 'The store at {url} does not answer: {reason}.',
    hint: 'Check MUSTER_STORE_URL and that the server runs.',
    status: 503,
    exit: 1,
  },
  MUSTER_ARTIFACTS_UNREACHABLE: {
    message: 'The artifact store at {url} does not answer as it should: {reason}.',
    hint: 'Check MUSTER_ARTIFACTS_URL, the AWS credentials and that the bucket exists.',
    status: 503,
    exit: 1,
  },
  MUSTER_LEDGER_UNREACHABLE: {
    message: 'The ledger at {url} does not answer: {reason}.',
    hint: 'Check MUSTER_LEDGER_URL and that Postgres runs.',
    status: 503,
    exit: 1,
  },
  MUSTER_LEDGER_BROKEN: {
    message: 'The ledger does not verify: entry {seq} of run `{run}` {problem}.',
    hint: 'Someone changed history outside Muster: compare with a backup before you trust this run.',
    status: 500,
    exit: 1,
  },
  MUSTER_LEDGER_VERSION: {
    message: 'The ledger was made by another version of Muster: {problem}.',
    hint: 'Run the version that made it, or a newer one.',
    status: 503,
    exit: 1,
  },
  MUSTER_HOME_BUSY: {
    message: 'Another Muster ({pid}) holds {home} but does not answer.',
    hint: 'Stop it, or use another MUSTER_HOME.',
    status: 503,
    exit: 1,
  },
  MUSTER_SERVER_UNREACHABLE: {
    message: 'No Muster answers at {url}.',
    hint: 'Start one with `muster up`, or set MUSTER_URL.',
    status: 503,
    exit: 1,
  },
  MUSTER_CONFIG: {
    message: '{name} is `{given}`; expected {expected}.',
    hint: 'See docs/reference/config.md.',
    status: 500,
    exit: 2,
  },
  MUSTER_BINARY_MISSING: {
    message: 'The agent needs `{binary}` {version}, which this worker does not have.',
    hint: '{install}',
    status: 500,
    exit: 1,
  },
  MUSTER_BINARY_VERSION: {
    message: 'The agent needs `{binary}` {version}; this worker has {found}.',
    hint: '{install}',
    status: 500,
    exit: 1,
  },
  MUSTER_TEMPLATE_INPUT: {
    message: 'Input `{input}` of template `{template}`: {problem}.',
    hint: 'The template declares: {declared}.',
    status: 422,
    exit: 1,
  },
  MUSTER_EXPRESSION: {
    message: 'The expression `{source}` could not be decided: {problem}.',
    hint: 'An expression that fails decides nothing: guard it with `has(...)`.',
    status: 500,
    exit: 1,
  },
  MUSTER_SANDBOX_MISSING: {
    message: 'An agent of tier {tier} runs in a sandbox only, and this worker has none: {reason}.',
    hint: 'Install `bubblewrap` where the worker runs; docs/how-to/sandbox.md says what it needs.',
    status: 503,
    exit: 1,
  },
  MUSTER_SANDBOX_BROKEN: {
    message: 'The sandbox could not be set up: {reason}.',
    hint: 'See docs/how-to/sandbox.md.',
    status: 500,
    exit: 1,
  },
  MUSTER_SANDBOX_LEAKS: {
    message: 'The sandbox does not hold: a program in it could {what}.',
    hint: 'The agent was not started. See docs/how-to/sandbox.md.',
    status: 500,
    exit: 1,
  },
  MUSTER_AGENT_LIMIT: {
    message: 'The {phase} command was killed: it took more {what} than the {limit} its template allows.',
    hint: 'Raise the limit under `sandbox` in the template, or have the agent take less.',
    status: 422,
    exit: 1,
  },
  MUSTER_AGENT_FAILED: {
    message: 'The {phase} command ended with {how}{words}.',
    hint: 'Read its log with `muster logs {run}`.',
    status: 500,
    exit: 1,
  },
  MUSTER_AGENT_UNSUCCESSFUL: {
    message: 'The agent did not succeed in {phase}: {reason}.',
    hint: 'Read its log with `muster logs {run}`.',
    status: 500,
    exit: 1,
  },
  MUSTER_AGENT_PROTOCOL: {
    message: 'The agent broke the protocol in {phase}: it {problem}.',
    hint: 'Hold its program to docs/reference/agent-protocol.md with `muster agent conformance -- COMMAND`.',
    status: 500,
    exit: 1,
  },
  MUSTER_AGENT_OUTPUT: {
    message: 'What {phase} put out cannot be used: {problem}.',
    hint: 'It must be one JSON object of at most 48 KiB; larger things belong among the artifacts.',
    status: 500,
    exit: 1,
  },
  MUSTER_PERMIT_REFUSED: {
    message: 'The agent may not EXECUTE: {problem}.',
    hint: 'Nothing was done. See docs/explanation/threat-model.md on permits, and check that the worker has the public keys (MUSTER_JWKS).',
    status: 403,
    exit: 1,
  },
  MUSTER_KEYS_LOCKED: {
    message: 'The signing keys in the ledger cannot be used with the secret in {file}: {problem}.',
    hint: 'Every planner and dashboard needs the secret that they were encrypted with (MUSTER_KEY_SECRET). See docs/how-to/keys.md.',
    status: 500,
    exit: 2,
  },
  MUSTER_KEYLESS: {
    message: 'There is no key in {file} to tell jobs of the planners from others by.',
    hint: 'Nothing is done until there is. Planners make it; give each worker the same file (MUSTER_FLEET_KEY). See docs/how-to/keys.md.',
    status: 500,
    exit: 1,
  },
  MUSTER_BUDGET_SPENT: {
    message: '{phase} was stopped: its budget is spent ({because}).',
    hint: 'Raise `error_budget` of the stage, or see its log with `muster logs {run}`.',
    status: 500,
    exit: 1,
  },
  MUSTER_WORKER_NOT_FOUND: {
    message: 'There is no worker `{worker}`.',
    hint: 'A worker that has not been heard of for ten seconds is gone: see `muster fleet`.',
    status: 404,
    exit: 5,
  },
  MUSTER_WORKER_LOST: {
    message: '{losses} workers that took up {phase} never answered.',
    hint: 'The agent probably takes its worker down: look for memory or crashes in the log of the workers.',
    status: 500,
    exit: 1,
  },
  MUSTER_WORKSPACE_MISSING: {
    message: 'Worker `{worker}` does not have the plan of agent `{agent}`.',
    hint: 'Workers that share runs must share their artifacts: one MUSTER_HOME, or one MUSTER_ARTIFACTS_URL.',
    status: 500,
    exit: 1,
  },
  MUSTER_ARTIFACT_MISSING: {
    message: 'The artifact {digest} is not in the artifact store, or its bytes do not match.',
    hint: 'Every planner, worker and dashboard needs the same artifacts: one MUSTER_HOME, or one MUSTER_ARTIFACTS_URL.',
    status: 404,
    exit: 1,
  },
  MUSTER_INTERNAL: {
    message: 'Something went wrong inside Muster: {reason}.',
    hint: 'Run with `--log-level debug` and report it.',
    status: 500,
    exit: 1,
  },
} as const satisfies Record<string, { message: string; hint: string; status: number; exit: number }>

export type ErrorCode = keyof typeof ERRORS
export type ErrorFacts = Readonly<Record<string, string | number>>

/** How a command ends. 3, 124, 130 and 143 are not errors. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  stoppedAtGate: 3,
  notAllowed: 4,
  notFound: 5,
  cancelled: 6,
  revoked: 7,
  quota: 8,
  timedOut: 124,
  interrupted: 130,
  terminated: 143,
} as const

/** One fault in a document, at its place. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly expected: string | null
  readonly hint: string | null
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
}

function fill(text: string, facts: ErrorFacts): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? String(facts[name]) : whole))
}

/** An error that a user may see: code, sentence, hint, and the faults of a document when there are any. */
export class MusterError extends Error {
  override readonly name = 'MusterError'
  readonly code: ErrorCode
  readonly hint: string
  readonly problems: readonly Problem[]
  /** Seconds after which the same may succeed; null when that is not known. */
  readonly retryAfter: number | null

  constructor(code: ErrorCode, facts: ErrorFacts = {}, problems: readonly Problem[] = []) {
    super(fill(ERRORS[code].message, facts))
    this.code = code
    this.hint = fill(ERRORS[code].hint, facts)
    this.problems = problems
    this.retryAfter = typeof facts['seconds'] === 'number' ? facts['seconds'] : null
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  get exit(): number {
    return ERRORS[this.code].exit
  }
}

/** The user's view of anything thrown: itself when it is ours, else MUSTER_INTERNAL with its message. */
export function toMusterError(thrown: unknown): MusterError {
  if (thrown instanceof MusterError) return thrown
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new MusterError('MUSTER_INTERNAL', { reason })
}

/** An error as the API answers it. */
export function errorBodyOf({ code, message, hint, problems }: MusterError): ErrorBody {
  return { error: { code, message, hint, problems } }
}

/** An error as a process says it before it ends: what is wrong, what to do next, and where to look it up. */
export function errorText({ code, message, hint }: MusterError): string {
  return `error: ${message}\n  hint: ${hint}\n  code: ${code}\n`
}
