import type { NamedPolicy, Problem } from '@muster/core'
import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs'
import type { Cedar } from './load-cedar.ts'
import { byteOf, placeOf } from './place.ts'
import type { PolicyFile, PolicyProblem } from './policy-set.ts'

const NAME = /^[a-z][a-z0-9-]{0,63}$/

/** The policies of a file, each with its place, and what is wrong with it. */
export function splitPolicies(
  cedar: Cedar,
  { file, text }: PolicyFile,
): { readonly policies: readonly NamedPolicy[]; readonly problems: readonly Problem[] } {
  const parts = cedar.policySetTextToParts(text)
  if (parts.type === 'failure')
    return {
      policies: [],
      problems: parts.errors.map((error) => problemAt(file, text, 'POLICY_SYNTAX', error)),
    }
  const policies: NamedPolicy[] = []
  const problems: Problem[] = parts.policy_templates.map((part) =>
    problem(file, text, 'POLICY_TEMPLATE', text.indexOf(part), 'It has slots: only whole policies are used.'),
  )
  let from = 0
  for (const part of inOrder(parts.policies)) {
    const index = text.indexOf(part, from)
    from = index + part.length
    const json = cedar.policyToJson(part)
    const id = json.type === 'success' ? json.json.annotations?.['id'] : undefined
    if (json.type === 'failure' || id === undefined || !NAME.test(id)) {
      const message =
        id === undefined ? 'It has no `@id`.' : `\`${id.slice(0, 64)}\` is no name for a policy.`
      problems.push(problem(file, text, 'POLICY_ID', index, message))
      continue
    }
    const { line } = placeOf(text, byteOf(text, index))
    policies.push({ id, effect: json.json.effect, text: part, why: commentBefore(text, index), file, line })
  }
  return { policies, problems }
}

/** Cedar numbers them as they come, and answers them sorted by `policy0`, `policy1`, `policy10`, ... */
function inOrder(parts: readonly string[]): readonly string[] {
  const numbers = parts.map((_, number) => `policy${number}`).toSorted()
  const ordered: string[] = []
  for (const [index, name] of numbers.entries())
    ordered[Number(name.slice('policy'.length))] = parts[index] ?? ''
  return ordered
}

/** The lines of comment right above a place. */
function commentBefore(text: string, index: number): string {
  const lines = text.slice(0, index).split('\n').slice(0, -1)
  const start = lines.findLastIndex((line) => !line.startsWith('//')) + 1
  return lines
    .slice(start)
    .map((line) => line.replace(/^\/+\s?/, ''))
    .join(' ')
    .trim()
}

function problem(file: string, text: string, code: PolicyProblem, index: number, message: string): Problem {
  const hint = code === 'POLICY_ID' ? 'write `@id("some-name")` before it: letters, digits and `-`' : null
  return { code, message, expected: null, hint, file, ...placeOf(text, byteOf(text, Math.max(0, index))) }
}

/** What Cedar says of a text, at its place; `before` is where that text begins in its file. */
export function problemAt(
  file: string,
  text: string,
  code: PolicyProblem,
  { message, help, sourceLocations }: DetailedError,
  before = 0,
): Problem {
  const [first] = sourceLocations ?? []
  return {
    code,
    message: sentence(message),
    expected: first?.label?.replace(/^expected /, '') ?? null,
    hint: help,
    file,
    ...placeOf(text, before + (first?.start ?? 0)),
  }
}

function sentence(message: string): string {
  const bare = message.replace(/^for policy `[^`]*`, /, '')
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}.`
}
