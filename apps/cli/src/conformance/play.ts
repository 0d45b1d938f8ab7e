import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '@muster/core'
import type { AgentProtocolPhase, RequestMethod } from '@muster/core/protocol'
import { createBareLauncher, type ProgramEnd } from '@muster/runtime'
import { type Dialogue, holds, type Step } from './dialogue.ts'
import { createPartner, type Partner } from './partner.ts'

/** An agent program to be tried. */
export interface Candidate {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** The inputs that it is given in its phases. */
  readonly inputs: JsonObject
}

/** What a dialogue came to: what the agent breaks, as sentences; none when it passes. */
export interface Played {
  readonly name: string
  readonly promise: string
  readonly hint: string
  readonly ok: boolean
  readonly problems: readonly string[]
}

const PHASE_MS = 60_000
const WALLS = {
  tier: 0,
  places: [],
  network: 'none',
  limits: { memoryBytes: 0, processes: 0, fileBytes: 0, cpuSeconds: 0 },
} as const

/** Plays one dialogue with a process of its own. */
export async function play(dialogue: Dialogue, candidate: Candidate): Promise<Played> {
  const { argv, cwd, env, inputs } = candidate
  const folder = await mkdtemp(join(tmpdir(), 'muster-conformance-'))
  const running = await createBareLauncher().launch({ argv, cwd, env, stdin: 'pipe', walls: WALLS })
  const partner = createPartner(running)
  try {
    const failure = await playSteps(dialogue.steps, partner, { inputs, folder })
    const problems = [...new Set([...partner.problems, ...(failure === null ? [] : [failure])])]
    const { name, promise, hint } = dialogue
    return { name, promise, hint, ok: problems.length === 0, problems }
  } finally {
    await running.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The first thing that did not happen as it must, or null. */
async function playSteps(
  steps: readonly Step[],
  partner: Partner,
  given: { readonly inputs: JsonObject; readonly folder: string },
): Promise<string | null> {
  let phases: readonly AgentProtocolPhase[] = []
  const left = new Set<string>()
  for (const step of steps) {
    if ('send' in step) {
      const message = prepared(step.send, phases, given)
      const { id, method } = step.send as { readonly id?: string; readonly method: string }
      if (message === null) left.add(id ?? '')
      else {
        if (id !== undefined) partner.asked(id, method as RequestMethod)
        await partner.send(Buffer.from(`${JSON.stringify(message)}\n`))
      }
    } else if ('sendText' in step) await partner.send(Buffer.from(step.sendText.repeat(step.times ?? 1)))
    else if ('sendBytes' in step) await partner.send(Buffer.from(step.sendBytes, 'base64'))
    else if ('closeInput' in step) partner.closeInput()
    else if ('expectExit' in step) {
      const end = await partner.ended(step.within)
      if (end === null) return step.otherwise
      if (step.expectExit !== null && end.code !== step.expectExit)
        return `${step.otherwise} ${howOf(end, partner)}`
    } else if (!left.has(step.expect.id)) {
      const answer = await partner.answer(step.expect.id, step.within)
      const end = answer === null ? await partner.ended(100) : null
      if (answer === null) return end === null ? step.otherwise : `${step.otherwise} ${howOf(end, partner)}`
      const { result, error } = step.expect
      if (result !== undefined && !(answer.kind === 'result' && holds(answer.result, result)))
        return answer.kind === 'error' ? `${step.otherwise} It said: ${answer.error.message}` : step.otherwise
      if (error !== undefined && !(answer.kind === 'error' && holds({ ...answer.error }, error)))
        return step.otherwise
      if (step.expect.id === 'start' && answer.kind === 'result')
        phases = phasesOf(answer.result as JsonObject)
    }
  }
  return null
}

/** A recorded message as it is sent: with the inputs, the time and the place of today; null when the agent leaves the phase out. */
function prepared(
  message: JsonObject,
  phases: readonly AgentProtocolPhase[],
  { inputs, folder }: { readonly inputs: JsonObject; readonly folder: string },
): JsonObject | null {
  if (message['method'] !== 'phase/run') return message
  const params = message['params'] as JsonObject
  const phase =
    params['phase'] === 'any' ? (phases.includes('EXECUTE') ? 'EXECUTE' : phases[0]) : params['phase']
  if (phase === undefined || !phases.includes(phase as AgentProtocolPhase)) return null
  return {
    ...message,
    params: {
      ...params,
      phase,
      input: { ...(params['input'] as JsonObject), inputs },
      deadline: Date.now() + PHASE_MS,
      workspace: { work: folder, artifacts: folder },
    },
  }
}

function phasesOf(hello: JsonObject): readonly AgentProtocolPhase[] {
  const { phases } = (hello['capabilities'] ?? {}) as { readonly phases?: unknown }
  return Array.isArray(phases) ? (phases as AgentProtocolPhase[]) : []
}

function howOf({ code, signal }: ProgramEnd, partner: Partner): string {
  const words = partner.lastWords()
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`
  return `It ended with ${how}${words === '' ? '' : `: ${words}`}`
}
