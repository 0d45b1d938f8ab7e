import { type Json, type JsonObject, POLICY_ACTIONS, type PolicyRequest, type Problem } from '@muster/core'
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Scenario } from './scenario.ts'

/** More is a mistake, or an attack. */
const MAX_BYTES = 256 * 1024
const KEYS = ['name', 'tenant', 'principal', 'action', 'resource', 'context', 'expect', 'by']

export interface ReadScenarios {
  readonly scenarios: readonly Scenario[]
  readonly problems: readonly Problem[]
}

/** The scenarios of a YAML text: a list under `scenarios`. What is left out is filled with what is plainest. */
export function readScenarios(file: string, text: string): ReadScenarios {
  const lines = new LineCounter()
  const problems: Problem[] = []
  const report = (node: Node | null, message: string, expected: string | null): void => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0)
    problems.push({ code: 'SCENARIO', message, expected, hint: null, file, line, column: col })
  }
  if (text.length > MAX_BYTES) {
    report(null, `The document has ${text.length} characters.`, `at most ${MAX_BYTES}`)
    return { scenarios: [], problems }
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  for (const { message, pos } of document.errors) {
    const { line, col } = lines.linePos(pos[0])
    problems.push({ code: 'YAML', message, expected: null, hint: null, file, line, column: col })
  }
  const list = isMap(document.contents) ? document.contents.get('scenarios', true) : null
  if (problems.length > 0) return { scenarios: [], problems }
  if (!isSeq(list)) {
    report(document.contents, 'There are no scenarios.', 'a list under `scenarios`')
    return { scenarios: [], problems }
  }
  const scenarios = list.items.flatMap((item): Scenario[] => {
    const node = item as Node
    const { line } = lines.linePos(node.range?.[0] ?? 0)
    try {
      return [{ ...scenarioOf((node.toJS(document) ?? null) as Json), line }]
    } catch (thrown) {
      report(node, thrown instanceof Error ? thrown.message : String(thrown), null)
      return []
    }
  })
  return { scenarios, problems }
}

/** Throws Error with what is wrong. */
function scenarioOf(given: Json): Omit<Scenario, 'line'> {
  const body = recordOf(given, 'A scenario')
  keysOf(body, KEYS, 'A scenario')
  const expect = body['expect']
  if (expect !== 'allow' && expect !== 'deny') throw new Error('`expect` is `allow` or `deny`.')
  const { by = null } = body
  if (by !== null && !isTexts(by)) throw new Error('`by` is a list of names of policies.')
  return { name: textOf(body, 'name', null), request: requestOf(body), expect, by }
}

function requestOf(body: JsonObject): PolicyRequest {
  const action = POLICY_ACTIONS.find((known) => known === body['action'])
  if (action === undefined) throw new Error(`\`action\` is one of ${POLICY_ACTIONS.join(', ')}.`)
  const tenant = textOf(body, 'tenant', 'default')
  const resource = recordOf(body['resource'] ?? { tenant }, '`resource`')
  const other = resource['tenant'] === undefined ? tenant : textOf(resource, 'tenant', null)
  const request = {
    tenant,
    ...(other === tenant ? {} : { resourceTenant: other }),
    action,
    principal: principalOf(recordOf(body['principal'] ?? null, '`principal`')),
    resource: resourceOf(resource),
    context: { ...CONTEXTS[action], ...recordOf(body['context'] ?? {}, '`context`') },
  }
  // What does not fit together is refused by the schema when it is decided.
  return request as unknown as PolicyRequest
}

/** What each action is asked with, unless a scenario says otherwise. */
const CONTEXTS: Readonly<Record<PolicyRequest['action'], JsonObject>> = {
  'run.start': { again: false, demonstration: false },
  'phase.enter': { phase: 'BOOTSTRAP' },
  'effect.request': { phase: 'EXECUTE', verb: 'http.request', target: '', reads: false },
  'gate.vote': { decision: 'approve', recentApprovals: 0 },
  'tier.elevate': { approvals: 0 },
  'run.revoke': { scope: 'run', how: 'revoke' },
  'template.publish': { tier: 4, how: 'publish' },
  'ledger.read': {},
  'policy.change': {},
  'queue.admin': { changes: false },
}

function principalOf(of: JsonObject): PolicyRequest['principal'] {
  const roles = of['roles'] ?? []
  if (!isTexts(roles)) throw new Error('`roles` is a list of names.')
  if ('agent' in of) {
    keysOf(of, ['agent', 'tier'], 'An agent')
    return { kind: 'agent', template: textOf(of, 'agent', null), tier: tierOf(of) }
  }
  if ('script' in of) {
    keysOf(of, ['script', 'roles'], 'A script')
    return { kind: 'script', name: textOf(of, 'script', null), roles }
  }
  keysOf(of, ['person', 'roles', 'via'], 'A principal')
  const via = of['via'] === undefined ? {} : { via: textOf(of, 'via', null) }
  return { kind: 'person', name: textOf(of, 'person', null), roles, ...via }
}

function resourceOf(of: JsonObject): PolicyRequest['resource'] {
  const project = textOf(of, 'project', 'default')
  const author = textOf(of, 'author', '')
  if ('run' in of) {
    keysOf(of, ['run', 'tenant', 'project', 'pipeline', 'author', 'tier'], 'A run')
    const pipeline = textOf(of, 'pipeline', '')
    return { type: 'run', id: textOf(of, 'run', null), project, pipeline, author, tier: tierOf(of) }
  }
  if ('stage' in of) {
    keysOf(of, ['stage', 'tenant', 'project', 'digest', 'tier'], 'A stage')
    const template = textOf(of, 'stage', null)
    return { type: 'stage', project, template, templateDigest: textOf(of, 'digest', ''), tier: tierOf(of) }
  }
  if ('gate' in of) {
    keysOf(of, ['gate', 'tenant', 'author', 'approvers', 'tier'], 'A gate')
    const approvers = of['approvers'] ?? []
    if (!isTexts(approvers)) throw new Error('`approvers` is a list of names and of `role:NAME`.')
    return { type: 'gate', id: textOf(of, 'gate', null), author, approvers, tier: tierOf(of) }
  }
  if ('template' in of) {
    keysOf(of, ['template', 'tenant'], 'A template')
    return { type: 'template', id: textOf(of, 'template', null) }
  }
  keysOf(of, ['tenant'], 'A resource')
  return { type: 'tenant' }
}

function tierOf(of: JsonObject): 0 | 1 | 2 | 3 | 4 {
  const { tier = 0 } = of
  if (tier === 0 || tier === 1 || tier === 2 || tier === 3 || tier === 4) return tier
  throw new Error('`tier` is a number from 0 to 4.')
}

function textOf(of: JsonObject, key: string, fallback: string | null): string {
  const value = of[key] ?? fallback
  if (typeof value === 'string') return value
  throw new Error(`\`${key}\` is a text.`)
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function recordOf(value: Json, what: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw new Error(`${what} is an object.`)
}

function keysOf(of: JsonObject, keys: readonly string[], what: string): void {
  const stray = Object.keys(of).find((key) => !keys.includes(key))
  if (stray !== undefined) throw new Error(`${what} has no \`${stray}\`; expected ${keys.join(', ')}.`)
}
