import type { ArtifactStore } from './artifact-store.ts'
import { createArtifacts } from './file-artifacts.ts'
import type { S3Setting } from './s3-setting.ts'

/** The store of artifacts that a process was told to use: a bucket, or else a directory. */
export async function openArtifacts(setting: S3Setting | null, directory: string): Promise<ArtifactStore> {
  if (setting === null) return createArtifacts(directory)
  const { createS3Artifacts } = await import('./s3-artifacts.ts')
  return createS3Artifacts(setting)
}
