import { createHash } from 'node:crypto'
import type { DeclarationOf, JsonObject } from '@muster/core'
import { findBinary } from '../find-binary.ts'
import type { Walls } from '../launch/launcher.ts'
import { describeEnd, runProgram } from '../run-program.ts'
import {
  barredSecret,
  effectFailed,
  type EffectPlace,
  noSecret,
  type PreparedEffect,
  strangeParameter,
} from './prepared-effect.ts'

/** People allowed it by name, and it runs as the worker does: its launcher heeds none of this. */
const NO_WALLS: Walls = {
  tier: 0,
  places: [],
  network: 'host',
  limits: { memoryBytes: 0, processes: 0, fileBytes: 0, cpuSeconds: 0 },
}
/** Of each stream, what the agent is told; the rest only counts. */
const MAX_TOLD_BYTES = 64 * 1024

/** Runs a declared command on the worker, outside the sandbox: its arguments are the template's, never the agent's. */
export function prepareCommandRun(
  declaration: DeclarationOf<'command.run'>,
  target: string,
  parameters: JsonObject,
  { projectDir, path, launcher, env, idempotencyKey, secrets, tier }: EffectPlace,
): PreparedEffect {
  const strange = strangeParameter(parameters, [])
  if (strange !== null) return { problem: strange }
  const names = declaration.secrets ?? []
  const barred = barredSecret(names, names, tier)
  if (barred !== null) return { problem: barred }
  const argv = declaration.commands[target] ?? []
  const [program = ''] = argv
  return {
    problem: null,
    async run(signal) {
      if (!program.includes('/') && (await findBinary(program, path)) === null)
        return effectFailed(`\`${program}\` is not on the PATH of the worker`)
      const values: Record<string, string> = {}
      for (const name of names) {
        const value = await secrets.read(name)
        if (value === null) return effectFailed(noSecret(name))
        values[name] = value
      }
      const timeout = AbortSignal.timeout(declaration.timeoutMs)
      const streams = { stdout: createStart(), stderr: createStart() }
      const startedAt = performance.now()
      let end: Awaited<ReturnType<typeof runProgram>>
      try {
        end = await runProgram(launcher, {
          argv,
          cwd: projectDir,
          env: {
            PATH: path,
            LANG: 'C.UTF-8',
            ...declaration.env,
            ...env,
            ...values,
            MUSTER_EFFECT_KEY: idempotencyKey,
          },
          walls: NO_WALLS,
          signal: timeout,
          killed: signal,
          onOutput: (stream, chunk) => streams[stream].take(chunk),
        })
      } catch (error) {
        return effectFailed(`it could not be started: ${(error as Error).message}`)
      }
      const stdout = streams.stdout.end()
      const stderr = streams.stderr.end()
      const result = {
        exitCode: end.code,
        signal: end.signal,
        durationMs: Math.round(performance.now() - startedAt),
        written: { stdout: stdout.kept, stderr: stderr.kept },
      }
      const told = { stdout: stdout.text, stderr: stderr.text }
      if (signal.aborted) return { ended: 'unknown', reason: 'it was stopped half-way', result, told }
      if (timeout.aborted && end.code !== 0) {
        const reason = `it was killed after ${declaration.timeoutMs} ms: ${describeEnd(end)}`
        return { ended: 'unknown', reason, result, told }
      }
      return { ended: 'done', reason: end.code === 0 ? null : describeEnd(end), result, told }
    },
  }
}

/** The beginning of a stream, its size and its digest. */
function createStart() {
  const hash = createHash('sha256')
  const chunks: Buffer[] = []
  let bytes = 0
  return {
    take(chunk: Buffer): void {
      hash.update(chunk)
      if (bytes < MAX_TOLD_BYTES) chunks.push(Buffer.from(chunk.subarray(0, MAX_TOLD_BYTES - bytes)))
      bytes += chunk.length
    },
    end() {
      const kept = { bytes, digest: `sha256:${hash.digest('hex')}` }
      return { text: Buffer.concat(chunks).toString('utf8'), kept }
    },
  }
}
