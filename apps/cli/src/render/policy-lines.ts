import { denialOf, NEW_RUN, type PolicyBearing, type PolicyExplanation, type PolicyView } from '@muster/core'
import type { ScenarioResult } from '@muster/policy'
import { printable, type Theme } from '../terminal.ts'

/** Why something would be allowed or denied: the answer, who asked for what, and every policy that speaks of it. */
export function policyLines(
  { request, decision, policies }: PolicyExplanation,
  theme: Theme,
): readonly string[] {
  const { action, principal, resource } = request
  const who =
    principal.kind === 'agent' ? `an agent of ${principal.template} at T${principal.tier}` : principal.name
  const roles =
    principal.kind === 'agent' || principal.roles.length === 0 ? '' : ` (${principal.roles.join(', ')})`
  const on = 'id' in resource && resource.id !== NEW_RUN ? ` on ${resource.id}` : ''
  const answer = decision.allow
    ? `${theme.good('allowed')}: ${decision.because.map((id) => `\`${id}\``).join(', ')} permits it`
    : `${theme.bad('denied')}: ${denialOf(decision)}`
  const holds = policies.filter((one) => one.holds !== 'no')
  const others = policies.filter((one) => one.holds === 'no')
  return [
    printable(`${who}${roles}  ${action}${on}`),
    printable(answer),
    ...(holds.length === 0 ? [] : ['', 'Holds:', ...holds.flatMap((one) => bearingLines(one, theme))]),
    ...(others.length === 0
      ? []
      : ['', 'Does not hold:', ...others.flatMap((one) => bearingLines(one, theme))]),
    '',
    theme.dim(`policies ${decision.digest}`),
  ]
}

/** The processes that decide, each with whether it decides by the policies in force. */
export function processLines({ digest, processes }: PolicyView, theme: Theme): readonly string[] {
  return processes.map(({ id, kind, policies }) => {
    const how =
      policies === digest
        ? theme.good('decides by these')
        : theme.bad(policies === null ? 'cannot load these, and denies everything' : `decides by ${policies}`)
    return `${kind}  ${printable(id)}  ${how}`
  })
}

function bearingLines(
  { id, effect, why, file, line, holds }: PolicyBearing,
  theme: Theme,
): readonly string[] {
  const fails = holds === 'fails' ? theme.bad(' fails') : ''
  return [
    `  ${effect} ${theme.bold(id)}${fails}  ${theme.dim(printable(`${file}:${line}`))}`,
    ...(why === '' ? [] : [`    ${printable(why)}`]),
  ]
}

/** A scenario that came out otherwise than expected. */
export function scenarioLines(
  { name, line, expected, decision }: ScenarioResult,
  file: string,
  theme: Theme,
): readonly string[] {
  const by = (ids: readonly string[]) => (ids.length === 0 ? 'no policy' : ids.join(', '))
  return [
    `${theme.bold(`${file}:${line}`)}  ${printable(name)}`,
    `  expected: ${expected.decision}${expected.by === null ? '' : ` by ${by(expected.by)}`}`,
    `  came out: ${decision.allow ? 'allow' : 'deny'} by ${by(decision.because)}`,
    ...decision.errors.map((error) => `  ${printable(error)}`),
    '',
  ]
}
