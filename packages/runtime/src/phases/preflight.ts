import { arch, platform } from 'node:process'
import { type Brief, type JsonObject, MusterError, type Outcome } from '@muster/core'
import { type PhaseRun, succeeded, toFault } from '../phase-run.ts'
import { type Found, probeBinary } from '../probe-binary.ts'
import { probeSandbox } from '../probe-sandbox.ts'
import { makeWorkspace } from '../workspace.ts'

/**
 * Checks that the agent is held by its sandbox and finds what it needs: its binaries on this worker, and what earlier
 * agents packaged.
 * A brief lists the binaries whose `when` held for its inputs: the planner has left out the others.
 */
export async function preflight(run: PhaseRun, brief: Brief): Promise<Outcome> {
  await makeWorkspace(run.workspace)
  const sandbox = await sandboxOf(run, brief)
  const found: Found[] = []
  const wanting: MusterError[] = []
  for (const binary of brief.template.binaries) {
    const probed = await probeBinary(run, brief, binary)
    run.signal.throwIfAborted()
    if (probed instanceof MusterError) wanting.push(probed)
    else found.push(probed)
  }
  const binaries = found.map((binary) => ({ ...binary }))
  const [first] = wanting
  if (first !== undefined) {
    const fault = {
      code: first.code,
      message: wanting.map((error) => error.message).join(' '),
      hint: wanting.map((error) => error.hint).join(' '),
    }
    return { kind: 'failed', fault, retryable: false, record: { binaries, sandbox } }
  }
  const manifests = Object.values(brief.needs).flatMap((need) => need.manifest ?? [])
  for (const digest of manifests) {
    try {
      await run.host.artifacts.get(digest)
    } catch (error) {
      if (!(error instanceof MusterError)) throw error
      return { kind: 'failed', fault: toFault(error), retryable: false, record: { binaries, sandbox } }
    }
  }
  return succeeded({ platform: `${platform} ${arch}`, binaries, manifests, sandbox })
}

/** What the sandbox is, and that it holds. */
async function sandboxOf(run: PhaseRun, brief: Brief): Promise<JsonObject> {
  const { sandbox } = run.host.launcher
  if (sandbox.kind !== 'bubblewrap') return { ...sandbox }
  const startedAt = run.host.clock()
  const probe = await probeSandbox(run, brief)
  return { ...sandbox, probe, probeMs: run.host.clock() - startedAt }
}
