import type { Artifacts, Brief } from '@muster/core'

/** The brief of an agent, by digest. Throws MUSTER_ARTIFACT_MISSING. */
export async function readBrief(artifacts: Pick<Artifacts, 'get'>, digest: string): Promise<Brief> {
  return JSON.parse(Buffer.from(await artifacts.get(digest)).toString('utf8')) as Brief
}
