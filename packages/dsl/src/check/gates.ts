import { floorOf, type JsonObject, TIERS } from '@muster/core'
import { type Fault, fault, type Pointer } from '../fault.ts'
import { listOf, recordOf, textOf } from '../json.ts'
import type { Outline, OutlineStage } from '../outline.ts'
import { isVisible, namesFor, resolve } from '../resolve.ts'
import { didYouMean } from '../suggest.ts'
import type { TemplateSource } from '../templates.ts'
import { checkSpecs } from './inputs.ts'
import type { StageUse } from './reads.ts'
import { foreachStage } from './requires.ts'
import { templateOf } from './templates.ts'

/** What is written of who decides, and where. */
interface Decision {
  readonly at: Pointer
  readonly body: JsonObject
  readonly stage: OutlineStage
  /** People that the floor of the tier asks for. */
  readonly floor: number
  readonly called: string
}

const AGENT = 'agent:'

/** Rules of gates and approvals that tie several keys together; `uses` receives every stage that one of them names. */
export function* checkGates(outline: Outline, templates: TemplateSource, uses: StageUse[]): Generator<Fault> {
  for (const stage of outline.stages) {
    const decision = decisionOf(stage, templates)
    if (decision === null) continue
    yield* checkQuorum(decision)
    yield* checkVoters(decision)
    yield* checkEscalation(decision)
    yield* checkSpecs(decision.body['form'], [...decision.at, 'form'])
    yield* checkNames(outline, decision, uses)
  }
}

function decisionOf(stage: OutlineStage, templates: TemplateSource): Decision | null {
  const { at, body, path, type } = stage
  if (type === 'gate') return { at, body, stage, floor: 0, called: `Gate \`${path}\`` }
  if (type !== 'agent' || body['approval'] === undefined) return null
  const given = recordOf(body['config'])['tier'] ?? templateOf(stage, templates)?.tier
  const tier = TIERS.find((known) => known === given) ?? 0
  return {
    at: [...at, 'approval'],
    body: recordOf(body['approval']),
    stage,
    floor: floorOf(tier).distinct,
    called: `The approval of \`${path}\``,
  }
}

/** Entries by name are one vote each; behind a role there are as many people as have it. */
function* checkQuorum({ at, body, floor, called }: Decision): Generator<Fault> {
  const approvers = listOf(body['approvers'])
  if (approvers.length === 0 || approvers.some((entry) => textOf(entry)?.startsWith('role:'))) return
  const { quorum } = body
  const people = approvers.filter((entry) => !textOf(entry)?.startsWith(AGENT)).length
  const wanted = Math.max(typeof body['people'] === 'number' ? body['people'] : 1, floor)
  const agents = typeof body['agents'] === 'number' ? body['agents'] : 0
  if (typeof quorum === 'number' && quorum > approvers.length)
    yield tooFew(
      [...at, 'quorum'],
      `${called} needs ${quorum} approvals from ${approvers.length}.`,
      approvers.length,
    )
  if (people > 0 && wanted > people)
    yield tooFew([...at, 'approvers'], `${called} needs ${wanted} people and names ${people}.`, people)
  if (agents > approvers.length - people)
    yield tooFew(
      [...at, 'agents'],
      `${called} needs ${agents} agents and names ${approvers.length - people}.`,
      approvers.length - people,
    )
}

function tooFew(at: Pointer, message: string, most: number): Fault {
  return fault(at, 'QUORUM', message, { expected: `at most ${most}`, hint: 'name more approvers, or a role' })
}

function* checkVoters({ at, body, called }: Decision): Generator<Fault> {
  const approvers = listOf(body['approvers'])
  const agents = approvers.filter((entry) => textOf(entry)?.startsWith(AGENT))
  if (agents.length > 0 && agents.length === approvers.length)
    yield fault([...at, 'approvers'], 'AGENTS_ONLY', `${called} is decided by agents alone.`, {
      expected: 'at least one person or role among the approvers',
      hint: 'agents advise, people decide: add a name or `role:NAME`',
    })
}

function* checkEscalation({ at, body, called }: Decision): Generator<Fault> {
  const escalates = body['on_timeout'] === 'escalate'
  const further = body['escalate_to']
  if (escalates && further === undefined)
    yield fault([...at, 'on_timeout'], 'ESCALATION', `${called} escalates to nobody.`, {
      expected: 'further approvers',
      hint: 'add `escalate_to: [name]`',
    })
  if (escalates && body['approvers'] === undefined)
    yield fault([...at, 'on_timeout'], 'ESCALATION', `${called} is anyone's: there is nobody further.`, {
      hint: 'add `approvers`',
    })
  if (!escalates && further !== undefined)
    yield fault([...at, 'escalate_to'], 'ESCALATION', `${called} never escalates.`, {
      on: 'key',
      hint: 'add `on_timeout: escalate`',
    })
}

/** The agents that vote, and those that it is sent back to: agent stages that have ended by then. */
function* checkNames(outline: Outline, { at, body, stage }: Decision, uses: StageUse[]): Generator<Fault> {
  const named = ['approvers', 'escalate_to', 'vetoes'].flatMap((key) =>
    listOf(body[key]).flatMap((entry, index) => {
      const text = textOf(entry)
      return text?.startsWith(AGENT) ? [{ at: [...at, key, index], text: text.slice(AGENT.length) }] : []
    }),
  )
  const back = listOf(body['send_back_to']).flatMap((entry, index) => {
    const text = textOf(entry)
    return text === null ? [] : [{ at: [...at, 'send_back_to', index], text }]
  })
  for (const reference of [...named, ...back]) {
    const read = resolve(outline, stage, reference.text)
    if (read === null || read.type !== 'agent')
      yield fault(
        reference.at,
        'UNKNOWN_STAGE',
        `There is no agent stage \`${reference.text.slice(0, 64)}\`.`,
        {
          expected:
            'the name of a neighbour, or a path such as `checks.lint`, of a stage in which an agent works',
          hint: () => didYouMean(reference.text, namesFor(outline, stage)),
        },
      )
    else if (!isVisible(stage, read)) yield foreachStage(stage, read, reference.at)
    else uses.push({ at: reference.at, reader: stage, read })
  }
}
