import type { Handler } from '../handler.ts'
import { bad } from '../request.ts'

/** The bytes of an artifact, as a download that no browser renders. */
export const getArtifact: Handler = async ({ params }, { artifacts }) => {
  const digest = params['digest'] ?? ''
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw bad('a digest is `sha256:` and 64 hex digits')
  return { kind: 'bytes', name: digest.slice('sha256:'.length), bytes: await artifacts.get(digest) }
}
