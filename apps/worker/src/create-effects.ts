import { randomUUID } from 'node:crypto'
import {
  type AskedEffect,
  type AttemptJob,
  agentId,
  type Brief,
  declaredEffect,
  type EffectAnswer,
  type EffectDenial,
  type EffectEnd,
  type EffectRequest,
  isReadEffect,
  type JsonObject,
  MAX_EFFECTS,
  needsPermit,
  sha256,
} from '@muster/core'
import {
  Aborted,
  type EffectNote,
  type EffectPlace,
  type Effects,
  inputEnv,
  noteEffect,
  type PreparedEffect,
  prepareEffect,
  readBrief,
  workspaceOf,
} from '@muster/runtime'
import type { Bench } from './bench.ts'
import type { Hold } from './hold.ts'
import { permitFor, proofOf } from './obtain-permit.ts'
import { readRequest, type WantedEffect } from './wanted-effect.ts'

/** What only the first answer holds. */
const TOLD: readonly string[] = ['stdout', 'stderr', 'headers', 'body', 'encoding']

/** What an agent asked for before, and what it is answered. */
interface Known {
  readonly verb: string
  readonly target: string
  readonly digest: string
  readonly answer: Promise<EffectAnswer>
}

/** The effects of one attempt, until it is over. */
export interface AttemptEffects extends Effects {
  /** Stops what is under way, and waits until it is told how that ended; what is asked for later is denied. */
  end(): Promise<void>
}

/**
 * The effects of one attempt.
 *
 * A1. Nothing is done before its INTENT is committed, nor when this worker is no longer sure of its hold.
 * A2. Its OUTCOME is in the stream before the agent is answered, and so before the outcome of the attempt.
 * A3. Who was stopped, or lost the lock, tells nothing: the effect is then unknown.
 * A4. One request for a key is under way at a time; who asks meanwhile is given the same answer.
 * A5. No effect outlives its attempt: `end` comes before the outcome of the attempt is told.
 * A6. The ledger has each step before it happens; the evidence beside the workspace is written on the way, in order, and
 *     whole by `end`.
 */
export function createEffects(bench: Bench, job: AttemptJob, hold: Hold): AttemptEffects {
  const { run, stage, phase, attempt, fence } = job
  /** By key: what is under way, and what was done; of that nothing large is kept. */
  const known = new Map<string, Known>()
  let brief: Promise<Brief> | null = null
  const underWay = new Set<Promise<EffectAnswer>>()
  /** Ends what is under way; most attempts ask for nothing, and need none. */
  let ending: { readonly control: AbortController; readonly signal: AbortSignal } | null = null
  let over = false
  let left = MAX_EFFECTS
  let noting = Promise.resolve()

  async function attemptEffect({ request, digest, bytes }: WantedEffect): Promise<EffectAnswer> {
    const { signal } = (ending ??= endingWith(hold.signal))
    const { key, verb, target } = request
    const id = randomUUID()
    const asked: AskedEffect = {
      id,
      key,
      verb,
      target,
      digest,
      bytes,
      phase,
      attempt,
      fence,
      worker: bench.id,
      holder: hold.claim.holder,
    }
    const note = { key, verb, target, digest, bytes }
    const workspace = workspaceOf(bench.host.workspaces, hold.claim.agent)
    const keep = (line: EffectNote): void => {
      const whole = { at: bench.clock(), ...note, ...line }
      noting = noting
        .then(() => noteEffect(workspace, whole))
        .catch((error: unknown) =>
          bench.log.warn({ err: error, agent: hold.claim.agent }, 'evidence of an effect not kept'),
        )
    }
    const denied = (code: EffectDenial, reason: string): EffectAnswer => {
      keep({ effect: null, kind: 'denied', code, reason })
      return { decision: 'deny', code, reason }
    }
    const startedAt = bench.clock()
    const report = async (ended: EffectEnd, reason: string | null, result: JsonObject): Promise<void> => {
      const { worker, holder } = asked
      const times = { startedAt, finishedAt: bench.clock() }
      await bench.effects.report({
        run,
        stage,
        fence,
        worker,
        holder,
        id,
        ended,
        reason,
        result,
        ...times,
        ...proofOf(job),
      })
    }

    brief ??= readBrief(bench.host.artifacts, job.brief)
    const prepared = prepare(await brief, request, bench, job)
    if (prepared !== null && prepared.problem !== null) return denied('invalid', prepared.problem)
    const reply = await bench.effects.ask({ run, stage, ...asked, ...proofOf(job) }, signal)
    stopIfOver(hold)
    // Undeclared effects are asked for too, so that the refusal is recorded.
    if (reply === null || prepared === null || !hold.holds(performance.now())) {
      if (reply?.kind === 'denied') return denied(reply.code, reply.reason)
      await report('failed', 'nobody answered in time, so it was not done', {})
      return denied('unanswered', 'nobody answered in time')
    }
    if (reply.kind === 'denied') return denied(reply.code, reply.reason)
    if (reply.kind === 'permitted' || reply.kind === 'stands')
      return denied('unpermitted', 'the planner answered something else')
    const { effect } = reply
    if (reply.kind === 'recorded')
      return { decision: 'allow', effect, ended: reply.ended, recorded: true, result: reply.result }

    if (needsPermit(job.tier) && !isReadEffect(verb, target)) {
      const wanted = permitFor(job, hold, { id, verb, target, digest })
      const problem = await bench.permits(reply.permit ?? '', wanted)
      if (problem !== null) {
        await report('failed', `its permit is refused: ${problem}`, {})
        return denied('unpermitted', `its permit is refused: ${problem}`)
      }
    }
    keep({ effect, kind: 'intent', phase, attempt, fence })
    // Nothing is waited for between this look and the act.
    if (!hold.holds(performance.now())) throw new Aborted(`effect ${effect} came too late`)
    const { ended, reason, result, told } = await prepared.run(signal)
    stopIfOver(hold)
    keep({ effect, kind: 'outcome', ended, reason, result })
    await report(ended, reason, result)
    const why = reason === null ? {} : { reason }
    return { decision: 'allow', effect, ended, recorded: false, result: { ...result, ...told, ...why } }
  }

  function begin(wanted: WantedEffect): Promise<EffectAnswer> {
    const { key, verb, target } = wanted.request
    const what = { verb, target, digest: wanted.digest }
    const answer = attemptEffect(wanted)
    underWay.add(answer)
    known.set(key, { ...what, answer })
    const settled = (record: EffectAnswer | null): void => {
      underWay.delete(answer)
      // What was not done may be asked for again.
      if (record === null) known.delete(key)
      else known.set(key, { ...what, answer: Promise.resolve(record) })
    }
    answer.then(
      (given) => settled(recordOf(given)),
      () => settled(null),
    )
    return answer
  }

  return {
    async request(request) {
      stopIfOver(hold)
      const wanted = readRequest(request)
      if (typeof wanted === 'string') return deny('invalid', wanted)
      const before = known.get(request.key)
      if (before !== undefined) {
        if (!isSame(before, wanted)) return deny('conflict', 'its key belongs to another effect')
        const given = await before.answer
        return recordOf(given) ?? given
      }
      if (over) return deny('stale', 'the attempt is over')
      if (left === 0) return deny('limit', `an attempt may ask ${MAX_EFFECTS} times`)
      left -= 1
      return begin(wanted)
    },
    async end() {
      over = true
      ending?.control.abort()
      await Promise.allSettled(underWay)
      await noting
    },
  }
}

/** Something that ends when told to, or with `signal`. */
function endingWith(signal: AbortSignal): {
  readonly control: AbortController
  readonly signal: AbortSignal
} {
  const control = new AbortController()
  return { control, signal: AbortSignal.any([signal, control.signal]) }
}

function prepare(brief: Brief, request: EffectRequest, bench: Bench, job: AttemptJob): PreparedEffect | null {
  const agent = agentId(job.run, job.stage)
  const { declaration } = declaredEffect(brief.template.effects ?? [], request.verb, request.target)
  if (declaration === null) return null
  const place: EffectPlace = {
    projectDir: bench.host.project,
    path: bench.host.path,
    launcher: bench.outside,
    idempotencyKey: sha256(`${agent} ${request.key}`),
    env: {
      ...inputEnv(brief.inputs),
      MUSTER_RUN: job.run,
      MUSTER_STAGE: job.stage,
      MUSTER_AGENT: agent,
    },
    model: bench.model,
    secrets: bench.secrets,
    tier: brief.tier,
  }
  return prepareEffect(declaration, request.target, request.parameters, place)
}

function isSame(known: Known, { request, digest }: WantedEffect): boolean {
  return known.verb === request.verb && known.target === request.target && known.digest === digest
}

function deny(code: EffectDenial, reason: string): EffectAnswer {
  return { decision: 'deny', code, reason }
}

/** The answer of what was done, as the record has it: without bodies. Null for anything else. */
function recordOf(answer: EffectAnswer): EffectAnswer | null {
  if (answer.decision === 'deny' || answer.ended !== 'done') return null
  const result = Object.fromEntries(Object.entries(answer.result).filter(([name]) => !TOLD.includes(name)))
  return { ...answer, recorded: true, result }
}

function stopIfOver(hold: Hold): void {
  if (hold.reason() !== null) throw new Aborted('the attempt was stopped')
}
