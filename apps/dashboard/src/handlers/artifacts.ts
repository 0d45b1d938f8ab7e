import { MusterError } from '@muster/core'
import type { Handler } from '../handler.ts'
import { loadRun, loadStage } from '../load.ts'
import { namedBy } from '../named-artifacts.ts'
import { bad } from '../request.ts'

/** The bytes of an artifact of a stage, as a download that no browser renders. What the stage does not name is unknown. */
export const getArtifact: Handler<'get /api/runs/:run/stages/:stage/artifacts/:digest'> = async (
  { params, principal },
  { artifacts, ledger, log },
) => {
  const digest = params.digest
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw bad('a digest is `sha256:` and 64 hex digits')
  const { id } = await loadRun(ledger, principal, params.run)
  const stage = await loadStage(ledger, id, params.stage)
  if (!(await namedBy({ artifacts, ledger, log }, stage)).has(digest))
    throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
  return { kind: 'bytes', name: digest.slice('sha256:'.length), bytes: await artifacts.get(digest) }
}
