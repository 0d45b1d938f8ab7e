import type { NamedPolicy, Problem } from '@muster/core'

/** A file of policies, or the schema. */
export interface PolicyFile {
  readonly file: string
  readonly text: string
}

/** Policies that hold together: parsed, named and valid by the schema. */
export interface PolicySet {
  readonly schema: string
  readonly policies: readonly NamedPolicy[]
  /** Of the schema and all policies by name, wherever they are. */
  readonly digest: string
}

export type ParsedPolicies =
  | { readonly set: PolicySet; readonly problems: readonly [] }
  | { readonly set: null; readonly problems: readonly Problem[] }

/** What may be wrong with policies, by code. */
export const POLICY_PROBLEMS = {
  POLICY_SYNTAX: 'The text is no Cedar policy.',
  POLICY_SCHEMA: 'The schema is no Cedar schema.',
  POLICY_ID: 'A policy has no `@id`, or one that is no name.',
  POLICY_DUPLICATE: 'Two policies have one name.',
  POLICY_TEMPLATE: 'A policy has slots: only whole policies are used.',
  POLICY_INVALID: 'A policy does not fit the schema, or can never apply.',
  POLICY_NONE: 'There is no policy: everything would be denied.',
  SCENARIO: 'A scenario is not what `muster policy test` takes.',
} as const
export type PolicyProblem = keyof typeof POLICY_PROBLEMS
