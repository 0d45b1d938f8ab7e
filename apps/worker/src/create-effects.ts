import { randomUUID } from 'node:crypto'
import {
  type AskedEffect,
  type AttemptJob,
  agentId,
  type Brief,
  canonical,
  declaredEffect,
  digestOf,
  type EffectAnswer,
  type EffectDenial,
  type EffectEnd,
  type EffectRequest,
  type JsonObject,
  MAX_EFFECTS,
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
  workspaceOf,
} from '@muster/runtime'
import type { Bench } from './bench.ts'
import type { Hold } from './hold.ts'

const MAX_NAME = 200
const MAX_TARGET = 4_096
/** Of all parameters of one effect. */
const MAX_BYTES = 1024 * 1024

/** What a request asks for, with the one digest of its parameters. */
interface Wanted {
  readonly request: EffectRequest
  readonly digest: string
  readonly bytes: number
}

/**
 * The effects of one attempt.
 *
 * A1. Nothing is done before its INTENT is committed, nor when this worker is no longer sure of its hold.
 * A2. Its OUTCOME is in the stream before the agent is answered, and so before the outcome of the attempt.
 * A3. Who was stopped, or lost the lock, tells nothing: the effect is then unknown.
 * A4. One request for a key is under way at a time; who asks meanwhile is given the same answer.
 */
export function createEffects(bench: Bench, job: AttemptJob, hold: Hold): Effects {
  const { run, stage, phase, attempt, fence } = job
  const workspace = workspaceOf(bench.host.workspaces, hold.claim.agent)
  const answers = new Map<string, { readonly wanted: Wanted; readonly answer: Promise<EffectAnswer> }>()
  let brief: Promise<Brief> | null = null
  let left = MAX_EFFECTS

  const readBrief = async (): Promise<Brief> =>
    JSON.parse(Buffer.from(await bench.host.artifacts.get(job.brief)).toString('utf8')) as Brief

  async function attemptEffect({ request, digest, bytes }: Wanted): Promise<EffectAnswer> {
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
    const keep = (line: EffectNote): Promise<void> =>
      noteEffect(workspace, { at: bench.clock(), ...note, ...line }).catch((error: unknown) =>
        bench.log.warn({ err: error, agent: hold.claim.agent }, 'evidence of an effect not kept'),
      )
    const denied = async (code: EffectDenial, reason: string): Promise<EffectAnswer> => {
      await keep({ effect: null, kind: 'denied', code, reason })
      return { decision: 'deny', code, reason }
    }
    const startedAt = bench.clock()
    const report = async (ended: EffectEnd, reason: string | null, result: JsonObject): Promise<void> => {
      const { worker, holder } = asked
      const times = { startedAt, finishedAt: bench.clock() }
      await bench.effects.report({ run, stage, fence, worker, holder, id, ended, reason, result, ...times })
    }

    brief ??= readBrief()
    const prepared = prepare(await brief, request, bench, agentId(run, stage))
    if (prepared !== null && prepared.problem !== null) return denied('invalid', prepared.problem)
    const reply = await bench.effects.ask({ run, stage, ...asked }, hold.signal)
    stopIfOver(hold)
    // Undeclared effects are asked for too, so that the refusal is recorded.
    if (reply === null || prepared === null || !hold.holds(performance.now())) {
      if (reply?.kind === 'denied') return denied(reply.code, reply.reason)
      await report('failed', 'nobody answered in time, so it was not done', {})
      return denied('unanswered', 'nobody answered in time')
    }
    if (reply.kind === 'denied') return denied(reply.code, reply.reason)
    const { effect } = reply
    if (reply.kind === 'recorded')
      return { decision: 'allow', effect, ended: reply.ended, recorded: true, result: reply.result }

    await keep({ effect, kind: 'intent', phase, attempt, fence })
    // Nothing is waited for between this look and the act.
    if (!hold.holds(performance.now())) throw new Aborted(`effect ${effect} came too late`)
    const { ended, reason, result, told } = await prepared.run(hold.signal)
    stopIfOver(hold)
    await report(ended, reason, result)
    await keep({ effect, kind: 'outcome', ended, reason, result })
    const why = reason === null ? {} : { reason }
    return { decision: 'allow', effect, ended, recorded: false, result: { ...result, ...told, ...why } }
  }

  return {
    async request(request) {
      stopIfOver(hold)
      const wanted = readRequest(request)
      if (typeof wanted === 'string') return { decision: 'deny', code: 'invalid', reason: wanted }
      const known = answers.get(request.key)
      if (known !== undefined) {
        if (!isSame(known.wanted, wanted))
          return { decision: 'deny', code: 'conflict', reason: 'its key belongs to another effect' }
        return withoutBodies(await known.answer)
      }
      if (left === 0)
        return { decision: 'deny', code: 'limit', reason: `an attempt may ask ${MAX_EFFECTS} times` }
      left -= 1
      const answer = attemptEffect(wanted)
      answers.set(request.key, { wanted, answer })
      // What was not done may be asked for again.
      answer.then(
        (given) => {
          if (given.decision === 'deny' || given.ended !== 'done') answers.delete(request.key)
        },
        () => answers.delete(request.key),
      )
      return answer
    },
  }
}

function prepare(brief: Brief, request: EffectRequest, bench: Bench, agent: string): PreparedEffect | null {
  const { declaration } = declaredEffect(brief.template.effects ?? [], request.verb, request.target)
  if (declaration === null) return null
  const place: EffectPlace = {
    projectDir: bench.host.project,
    path: bench.host.path,
    idempotencyKey: sha256(`${agent} ${request.key}`),
    env: {
      ...inputEnv(brief.inputs),
      MUSTER_RUN: brief.run,
      MUSTER_STAGE: brief.node.id,
      MUSTER_AGENT: agent,
    },
    model: bench.model,
  }
  return prepareEffect(declaration, request.target, request.parameters, place)
}

/** What of a request can be kept, or what is wrong with it. */
function readRequest(request: EffectRequest): Wanted | string {
  const { key, verb, target, parameters } = request
  if (!isName(key, MAX_NAME)) return `its key is not a text of 1 to ${MAX_NAME} characters`
  if (!isName(verb, MAX_NAME)) return `its verb is not a text of 1 to ${MAX_NAME} characters`
  if (!isName(target, MAX_TARGET)) return `its target is not a text of 1 to ${MAX_TARGET} characters`
  try {
    const text = canonical(parameters)
    const bytes = Buffer.byteLength(text)
    if (bytes > MAX_BYTES) return `its parameters are ${bytes} bytes; at most ${MAX_BYTES} fit`
    return { request, digest: digestOf(parameters), bytes }
  } catch {
    return 'its parameters are no JSON'
  }
}

/** What Postgres can keep: no NUL, no half of a character. */
function isName(text: unknown, most: number): boolean {
  if (typeof text !== 'string' || text === '' || text.length > most) return false
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

function isSame(one: Wanted, other: Wanted): boolean {
  const { verb, target } = one.request
  return verb === other.request.verb && target === other.request.target && one.digest === other.digest
}

/** A repeated answer is that of the record. */
function withoutBodies(answer: EffectAnswer): EffectAnswer {
  return answer.decision === 'deny' ? answer : { ...answer, recorded: true }
}

function stopIfOver(hold: Hold): void {
  if (hold.reason() !== null) throw new Aborted('the attempt was stopped')
}
