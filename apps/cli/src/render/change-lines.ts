import {
  assertNever,
  describeFault,
  type EntryView,
  type Fact,
  formatDuration,
  isEnded,
  othersRefused,
  type PolicyGround,
  type StageId,
  type StageStatus,
  type Vote,
} from '@muster/core'
import type { ModelFolder } from '../model/fold-model.ts'
import { printable, type Theme } from '../terminal.ts'
import { EFFECT_WORDS } from './effect-lines.ts'
import { paintAs, symbolOf, wordOf } from './look.ts'
import { moment, timeOfDay } from './when.ts'

/** Tells a run's entries as lines, one for each change. */
export interface Narrator {
  /** The lines of the next entry, which it also folds. */
  tell(entry: EntryView): readonly string[]
}

/** Starts with a run that has no entries yet; `folder` is carried along. */
export function createNarrator(folder: ModelFolder, theme: Theme): Narrator {
  const { state } = folder
  const seen = new Map<StageId, StageStatus>()
  const width = Math.min(32, Math.max(3, ...state.graph.nodes.map((node) => node.id.length)))
  const line = (at: number, subject: string, symbol: string, text: string) =>
    `${theme.dim(timeOfDay(at))}  ${symbol} ${subject.padEnd(width)}  ${printable(text).replace(/\s+/g, ' ')}`

  function factLine(fact: Fact, at: number): readonly string[] {
    const text = textOf(fact, at)
    return text === null ? [] : [line(at, 'stage' in fact ? fact.stage : 'run', ' ', text)]
  }

  function statusLines(at: number): readonly string[] {
    const lines: string[] = []
    const changed = state.graph.nodes.filter((node) => state.changed.has(node.id))
    const ended = changed.filter((node) => isEnded(state.stages.get(node.id)?.status ?? 'pending'))
    // What a container holds ends before it.
    for (const node of [...ended.toReversed(), ...changed.filter((one) => !ended.includes(one))]) {
      const stage = state.stages.get(node.id)
      if (stage === undefined || stage.status === (seen.get(node.id) ?? 'pending')) continue
      seen.set(node.id, stage.status)
      if (node.type === 'branch' || stage.status === 'waiting') continue
      const took =
        'finishedAt' in stage && stage.startedAt !== null
          ? ` in ${formatDuration(Math.max(0, stage.finishedAt - stage.startedAt))}`
          : ''
      const reason = 'reason' in stage && stage.reason !== null ? `: ${stage.reason}` : ''
      const word = paintAs(stage.status, wordOf(stage.status), theme)
      const head = line(at, node.id, symbolOf(stage.status, theme), '')
      lines.push(`${head}${word}${printable(`${took}${reason}`).replace(/\s+/g, ' ')}`)
    }
    state.changed.clear()
    return lines
  }

  return {
    tell(entry) {
      folder.add(entry)
      const all = [entry.cause, ...entry.effects]
      const decided = new Set(all.flatMap((fact) => (fact.kind === 'gate.decided' ? [fact.stage] : [])))
      // A gate that was decided as it opened never waited.
      const facts = all.filter((fact) => fact.kind !== 'gate.opened' || !decided.has(fact.stage))
      const tellAll = (some: readonly Fact[]) => some.flatMap((fact) => factLine(fact, entry.at))
      return [
        ...tellAll(facts.filter((fact) => !isSequel(fact))),
        ...statusLines(entry.at),
        ...tellAll(facts.filter(isSequel)),
      ]
    },
  }
}

/** Whether a fact follows from how stages now stand, and so is told after that. */
function isSequel({ kind }: Fact): boolean {
  return kind === 'attempt.dispatched' || kind === 'gate.opened' || kind === 'run.finished'
}

function voteText({ voter, decision, comment, to }: Vote): string {
  const what = to === undefined ? `votes to ${decision}` : `hands the vote to ${to}`
  return `${voter.name} ${what}${after(comment)}`
}

/** What a fact says beyond the status of its stage, or null. */
function textOf(fact: Fact, at: number): string | null {
  switch (fact.kind) {
    case 'run.submitted':
      return `submitted by ${fact.by.name}${fact.yesToGates ? '; its gates approve themselves' : ''}`
    case 'policy.denied':
      return `${fact.by.name} was denied ${fact.action} on ${fact.on}${deniedBy(fact.policy)}`
    case 'run.retried':
      return `started again${fact.from === undefined ? '' : ` from ${fact.from}`} by ${fact.by.name}`
    case 'run.resumed':
      return `goes on from the checkpoint of ${fact.point.phase}: resumed by ${fact.by.name}`
    case 'run.stopping':
      return `stopping, ${wordOf(fact.status)} by ${fact.by.name}${after(fact.reason)}`
    case 'run.finished':
      return `${wordOf(fact.status)}${after(fact.reason)}`
    case 'agents.revoked':
      return `${fact.by.name} revokes ${fact.stages.join(', ')}: ${fact.reason}`
    case 'condition.decided':
      return `takes ${fact.taken}`
    case 'stage.ending':
      return fact.status === 'succeeded' ? null : `is ending as ${wordOf(fact.status)}${after(fact.reason)}`
    case 'stage.timed_out':
      return 'took longer than its timeout'
    case 'attempt.dispatched':
      return fact.notBefore > at
        ? `${fact.phase} is tried again in ${formatDuration(fact.notBefore - at)}`
        : null
    case 'attempt.settled':
      return settledText(fact)
    case 'attempt.refused':
      return `an outcome of ${fact.phase} was refused: ${fact.because}${othersRefused(fact)}`
    case 'permit.issued':
      return null
    case 'attempt.lost':
      return `${fact.because ?? 'its job was lost'}: it is sent again`
    case 'plan.clarified':
      return `its budget is spent (${fact.clarification.because}): it plans again`
    case 'gate.opened':
      return `waits for a decision until ${moment(fact.deadline, at)}${after(fact.changed?.join(', ') ?? null)}`
    case 'gate.voted':
      return voteText(fact.vote)
    case 'gate.refused':
      return `a vote of ${fact.voter.name} to ${fact.decision} was refused: ${fact.because}`
    case 'gate.reminded':
      return 'still waits for a decision'
    case 'gate.ripened':
      return 'its delay is over'
    case 'gate.sent_back':
      return `${fact.to.join(', ')} ${fact.to.length === 1 ? 'plans' : 'plan'} anew`
    case 'gate.expired':
      return 'nobody decided in time'
    case 'gate.escalated':
      return `now asks ${fact.approvers.join(', ')} until ${moment(fact.deadline, at)}`
    case 'gate.decided':
      return `${fact.verdict.replace('_', ' ')}${after(fact.reason)}`
    case 'effect.intended':
      return `effect ${fact.effect}: ${fact.asked.verb} ${fact.asked.target}`
    case 'effect.denied':
      return `was denied ${fact.asked.verb} ${fact.asked.target}: ${fact.reason}`
    case 'effect.ended':
      return `effect ${fact.effect} ${EFFECT_WORDS[fact.ended]}${after(fact.reason)}`
    case 'effect.refused':
      return `an outcome of effect ${fact.effect} was refused: ${fact.because}${othersRefused(fact)}`
    case 'effect.settled':
      return `${fact.by.name} says that effect ${fact.effect} ${fact.happened ? 'happened' : 'did not happen'}${after(fact.reason)}`
    case 'stage.held':
      return `waits for room: ${fact.because}`
    case 'guard.decided':
    case 'stages.released':
    case 'stage.started':
    case 'stage.finished':
      return null
    default:
      return assertNever(fact)
  }
}

function deniedBy({ because }: PolicyGround): string {
  return because.length === 0 ? ': no policy permits it' : `: ${because.join(', ')}`
}

function settledText(fact: Extract<Fact, { kind: 'attempt.settled' }>): string {
  const took = formatDuration(Math.max(0, fact.finishedAt - fact.startedAt))
  switch (fact.outcome.kind) {
    case 'succeeded':
      return `${fact.phase} succeeded in ${took}`
    case 'failed':
      return `${fact.phase} failed in ${took}: ${describeFault(fact.outcome.fault)}`
    case 'timed_out':
      return `${fact.phase} timed out after ${took}`
    default:
      return assertNever(fact.outcome)
  }
}

function after(reason: string | null): string {
  return reason === null ? '' : `: ${reason}`
}
