import type { PolicyRequest } from '@muster/core'

/** What a policy is expected to come to. */
export interface Scenario {
  readonly name: string
  readonly request: PolicyRequest
  readonly expect: 'allow' | 'deny'
  /** The policies that are to decide; null asks for none in particular. */
  readonly by: readonly string[] | null
  /** Its place in its file, from 1. */
  readonly line: number
}
