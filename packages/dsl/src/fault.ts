/** The way to a value in a document: keys and indexes from the top. */
export type Pointer = readonly (string | number)[]

/** Every fault that a document can have, with what it means. */
export const PROBLEM_CODES = {
  TOO_LARGE: 'The document is larger, or holds more keys and items, than the limit.',
  TOO_DEEP: 'The document is nested deeper than any pipeline needs.',
  ENCODING: 'The document is not UTF-8 text.',
  YAML: 'The text is not YAML.',
  DOCUMENTS: 'The file holds more than one YAML document.',
  ALIAS: 'Anchors, aliases and merge keys are refused: a short text could stand for a huge document.',
  TAG: 'YAML tags are refused.',
  KEY: 'A key is not a text.',
  UNSAFE_KEY: 'A key has a meaning of its own in JavaScript and is refused.',
  DUPLICATE_KEY: 'A key occurs twice in one mapping.',
  NUMBER: 'A number cannot be kept exactly.',
  TYPE: 'A value has the wrong type.',
  MISSING_KEY: 'A required key is missing.',
  UNKNOWN_KEY: 'A key means nothing here.',
  ENUM: 'A value is not one of those allowed.',
  PATTERN: 'A text is not of the required form.',
  RANGE: 'A value is too small, too large, too short or too long.',
  REPEATED: 'A list holds the same value twice.',
  DURATION: 'A text is not a duration.',
  VERSION: 'A text is not a semver version or range.',
  REGEX: 'A pattern is not a regular expression (RE2).',
  INPUT_DEFAULT: 'A default or an allowed value does not fit its own input.',
  RESERVED_NAME: 'A name has a meaning of its own here.',
  DUPLICATE_NAME: 'Two stages of one container have the same name.',
  UNKNOWN_STAGE: 'A stage is named that does not exist.',
  STAGE_IN_FOREACH: 'A stage inside a `foreach` is named from outside: there may be many of it, or none.',
  CYCLE: 'Stages wait for each other.',
  BRANCH_ORDER: 'With `max_concurrency`, a stage waits for a later branch, which may never get a place.',
  BRANCHES:
    'A parallel has neither or both of `branches` and `foreach` with `stages`, or a condition has no branch.',
  TEMPLATE_FILE: 'A file of a template cannot be read, is not UTF-8 text, or is too large.',
  AGENT_OR_COMMANDS: 'A template has both `agent` and `commands`.',
  UNKNOWN_TEMPLATE: 'No known template has this name and version.',
  TEMPLATE_INPUT: 'The inputs given to a template do not fit it.',
  TIER_ABOVE_TEMPLATE: 'A stage has a higher tier than its template allows without a gate before it.',
  QUORUM: 'A gate needs more approvals than it has approvers.',
  AGENTS_ONLY: 'A gate or an approval is decided by agents alone.',
  ESCALATION: '`on_timeout: escalate` and `escalate_to` go together.',
  EXPRESSION: 'A CEL expression cannot be read, or goes beyond its limits.',
  UNKNOWN_INPUT: 'An expression reads an input that is not declared.',
  NOT_UPSTREAM: 'An expression reads a stage that need not have ended by then.',
  ITEM: '`item` is read outside a `foreach`.',
  MORE: 'There are more faults than are listed.',
} as const

export type ProblemCode = keyof typeof PROBLEM_CODES

/** A fault before its place is known as line and column. */
export interface Fault {
  readonly at: Pointer
  /** Whether the key or the value of the place is at fault. */
  readonly on: 'key' | 'value'
  readonly code: ProblemCode
  readonly message: string
  readonly expected: string | null
  /** Looking for a near word takes time: it is only done for faults that are shown. */
  readonly hint: Hint
}

type Hint = string | null | (() => string | null)

/** Makes a fault of a value; `more` says what was expected and what to do. */
export function fault(
  at: Pointer,
  code: ProblemCode,
  message: string,
  more: { readonly expected?: string; readonly hint?: Hint; readonly on?: 'key' } = {},
): Fault {
  return {
    at,
    on: more.on ?? 'value',
    code,
    message,
    expected: more.expected ?? null,
    hint: more.hint ?? null,
  }
}
