import {
  type AttemptRecord,
  type BudgetView,
  describeFault,
  type EffectEnd,
  type EndStatus,
  type Json,
  type JsonObject,
  type WorkPhase,
} from '@muster/core'
import { type EffectLine, readEffectLog } from '../effects/effect-log.ts'
import { isObject } from '../json-file.ts'
import type { PhaseRun } from '../phase-run.ts'
import { readRecord } from '../record.ts'

/** The completion report of an agent. What is no longer known is null or empty. */
export interface Report {
  readonly v: 1
  readonly agent: string
  readonly run: string
  readonly stage: string
  readonly status: EndStatus
  readonly reason: string | null
  /** Who it was: pipeline, template, tier, worker. */
  readonly identity: JsonObject
  readonly plan: JsonObject | null
  readonly planDigest: string | null
  readonly outputs: Readonly<Record<string, Json>>
  readonly verified: boolean
  readonly attempts: readonly AttemptRecord[]
  /** What it did outside its workspace, or was denied. */
  readonly effects: readonly ReportedEffect[]
  readonly errors: readonly string[]
  /** What it spent of what it may; null when there is nothing to tell. */
  readonly budget: BudgetView | null
  readonly manifest: string | null
  readonly artifacts: number
  /** From the first attempt's start to the last one's end, in milliseconds. */
  readonly durationMs: number
}

/** An effect as its worker saw it; `unknown` while nobody told how it ended. */
interface ReportedEffect {
  /** Null when it was denied. */
  readonly effect: number | null
  readonly verb: string
  readonly target: string
  readonly ended: EffectEnd | 'denied'
  readonly reason: string | null
  readonly result: JsonObject
}

/** Puts the report together from the records of the phases. */
export async function buildReport(run: PhaseRun): Promise<Report> {
  const { job, agent, entered, workspace } = run
  const attempts = entered.place?.checkpoint.history ?? []
  const record = (phase: WorkPhase) => readRecord(run, phase)
  const [begun, planned, executed, verified, packaged, effects] = await Promise.all([
    record('BOOTSTRAP'),
    record('PLAN'),
    record('EXECUTE'),
    record('VERIFY'),
    record('PACKAGE'),
    readEffectLog(workspace),
  ])
  const plan = planned?.data['plan']
  const planDigest = planned?.data['planDigest']
  const manifest = packaged?.data['manifest']
  return {
    v: 1,
    agent,
    run: job.run,
    stage: job.stage,
    status: job.ending?.status ?? 'succeeded',
    reason: job.ending?.reason ?? null,
    identity: begun?.data ?? {},
    plan: isObject(plan) ? plan : null,
    planDigest: typeof planDigest === 'string' ? planDigest : null,
    outputs: executed?.outputs ?? {},
    verified: verified?.data['verified'] === true,
    attempts,
    effects: reported(effects),
    errors: attempts.flatMap(errorOf),
    budget: job.spent ?? null,
    manifest: typeof manifest === 'string' ? manifest : null,
    artifacts: Number(packaged?.data['artifacts'] ?? 0),
    durationMs: (attempts.at(-1)?.finishedAt ?? 0) - (attempts[0]?.startedAt ?? 0),
  }
}

/** One line for each effect: OUTCOME takes the place of INTENT. */
function reported(lines: readonly EffectLine[]): readonly ReportedEffect[] {
  const told = new Set(lines.flatMap((line) => (line.kind === 'outcome' ? [line.effect] : [])))
  return lines.flatMap((line): ReportedEffect[] => {
    const { effect, verb, target } = line
    switch (line.kind) {
      case 'intent':
        return told.has(line.effect)
          ? []
          : [{ effect, verb, target, ended: 'unknown', reason: null, result: {} }]
      case 'outcome':
        return [{ effect, verb, target, ended: line.ended, reason: line.reason, result: line.result }]
      case 'denied':
        return [{ effect, verb, target, ended: 'denied', reason: line.reason, result: {} }]
    }
  })
}

function errorOf({ phase, attempt, outcome, fault }: AttemptRecord): string[] {
  if (outcome === 'succeeded') return []
  return [`${phase} attempt ${attempt}: ${fault === null ? 'timed out' : describeFault(fault)}`]
}
