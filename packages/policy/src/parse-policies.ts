import { digestOf, type NamedPolicy, type Problem } from '@muster/core'
import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs'
import type { Cedar } from './load-cedar.ts'
import { byteOf } from './place.ts'
import type { ParsedPolicies, PolicyFile } from './policy-set.ts'
import { problemAt, splitPolicies } from './split-policies.ts'

/**
 * Reads policies, all or none: a set with a fault in it decides nothing.
 *
 * P1. Every policy has a name, and no two have the same.
 * P2. Every policy is valid by the schema, strictly, and can apply: a warning is a fault.
 * P3. There is at least one.
 */
export function parsePolicies(
  cedar: Cedar,
  schema: PolicyFile,
  files: readonly PolicyFile[],
): ParsedPolicies {
  const parsed = cedar.checkParseSchema(schema.text)
  if (parsed.type === 'failure')
    return failed(parsed.errors.map((error) => problemAt(schema.file, schema.text, 'POLICY_SCHEMA', error)))
  const split = files.map((file) => splitPolicies(cedar, file))
  const policies = split.flatMap((one) => one.policies)
  const problems = [...split.flatMap((one) => one.problems), ...duplicates(policies)]
  if (problems.length > 0) return failed(problems)
  if (policies.length === 0) return failed([nothing(files[0]?.file ?? schema.file)])
  const invalid = validate(cedar, schema.text, policies, files)
  if (invalid.length > 0) return failed(invalid)
  const texts = Object.fromEntries(policies.map(({ id, text }) => [id, text]))
  const digest = digestOf({ schema: schema.text, policies: texts })
  return { set: { schema: schema.text, policies, digest }, problems: [] }
}

function failed(problems: readonly Problem[]): ParsedPolicies {
  return { set: null, problems }
}

function nothing(file: string): Problem {
  const hint = 'keep the policies that Muster ships, or write your own'
  const message = 'There is no policy: everything would be denied.'
  return { code: 'POLICY_NONE', message, expected: 'at least one policy', hint, file, line: 1, column: 1 }
}

function duplicates(policies: readonly NamedPolicy[]): readonly Problem[] {
  const first = new Map<string, NamedPolicy>()
  return policies.flatMap((policy): Problem[] => {
    const { id, file, line } = policy
    const known = first.get(id)
    if (known === undefined) {
      first.set(id, policy)
      return []
    }
    const message = `\`${id}\` is the name of a policy in ${known.file}:${known.line} too.`
    const hint = 'a policy cannot be replaced, only added to: give it a name of its own'
    return [{ code: 'POLICY_DUPLICATE', message, expected: null, hint, file, line, column: 1 }]
  })
}

function validate(
  cedar: Cedar,
  schema: string,
  policies: readonly NamedPolicy[],
  files: readonly PolicyFile[],
): readonly Problem[] {
  const answer = cedar.validate({
    schema,
    policies: { staticPolicies: Object.fromEntries(policies.map(({ id, text }) => [id, text])) },
    validationSettings: { mode: 'strict' },
  })
  const at = (id: string, error: DetailedError): Problem => {
    const policy = policies.find((one) => one.id === id)
    const file = files.find((one) => one.file === policy?.file)
    if (policy === undefined || file === undefined) return problemAt(id, '', 'POLICY_INVALID', error)
    const before = byteOf(file.text, file.text.indexOf(policy.text))
    return problemAt(policy.file, file.text, 'POLICY_INVALID', error, before)
  }
  if (answer.type === 'failure') return answer.errors.map((error) => at('', error))
  const { validationErrors: errors, validationWarnings: warnings } = answer
  // Of a policy with an error in it Cedar also warns that it never applies.
  return (errors.length > 0 ? errors : warnings).map(({ policyId, error }) => at(policyId, error))
}
