import type { Json, JsonObject, StageRow } from '@muster/core'
import type { HandlerDeps } from './handler.ts'
import { readManifest } from './bundle.ts'

/**
 * The digests of all that a stage left: its manifests with what they list, and its reports. Bytes are stored once for all
 * tenants, so what somebody may read is what his records name. Only what Muster itself wrote counts: an agent may put the
 * digest of anything into its outputs.
 */
export async function namedBy(
  deps: Pick<HandlerDeps, 'artifacts' | 'ledger' | 'log'>,
  { run, stage, manifest }: StageRow,
): Promise<ReadonlySet<string>> {
  const records = (await deps.ledger.attempts(run)).flatMap((attempt) => {
    const counts = attempt.stage === stage && attempt.status === 'succeeded'
    return counts && (attempt.phase === 'PACKAGE' || attempt.phase === 'REPORT') ? [attempt.record] : []
  })
  const named = (name: string) => records.flatMap((record) => textIn(record, name))
  const manifests = new Set([...(manifest === null ? [] : [manifest]), ...named('manifest')])
  const listed = await Promise.all([...manifests].map((digest) => listedBy(deps, digest)))
  return new Set([...manifests, ...named('report'), ...named('markdown'), ...listed.flat()])
}

async function listedBy(deps: Pick<HandlerDeps, 'artifacts' | 'log'>, digest: string) {
  const manifest = await readManifest(deps, digest)
  return manifest === null ? [] : [manifest.brief, ...manifest.files.map((file) => file.digest)]
}

function textIn(record: Json, name: string): readonly string[] {
  const value = (record as JsonObject | null)?.[name]
  return typeof value === 'string' ? [value] : []
}
