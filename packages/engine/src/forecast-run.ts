import type { RunForecast } from '@muster/core'
import type { Catalogue } from './catalogue.ts'
import type { EngineDeps } from './deps.ts'
import type { Submission } from './engine.ts'
import { previewRun } from './preview-run.ts'
import type { RevocationRegister } from './revocation-register.ts'
import { textOf } from './submit-run.ts'

/** What a submission would come to. Throws MUSTER_PIPELINE_NOT_FOUND. */
export async function forecastRun(
  deps: EngineDeps,
  catalogue: Catalogue,
  register: RevocationRegister,
  submission: Submission,
): Promise<RunForecast> {
  const text = textOf(deps, submission.pipeline)
  const preview = await previewRun(deps, catalogue, register, { ...submission, text })
  const graph = preview.start?.graph ?? null
  const agents = graph === null ? null : graph.nodes.filter(({ type }) => type === 'agent').length
  return { ...preview, agents }
}
