import type { Json, LogLine } from '@muster/core'
import type { HandlerDeps } from './handler.ts'

const LOG_FILE = 'log.jsonl'

/** What an agent's bundle holds, by digest. */
export interface Manifest {
  readonly brief: string
  readonly files: readonly { readonly path: string; readonly digest: string }[]
}

type Source = Pick<HandlerDeps, 'artifacts' | 'log'>

/** The manifest of an agent's bundle, or null when it cannot be read. */
export async function readManifest({ artifacts, log }: Source, manifest: string): Promise<Manifest | null> {
  try {
    const { brief, files } = JSON.parse(text(await artifacts.get(manifest))) as {
      readonly brief: string
      readonly files: readonly { readonly path: string; readonly sha256: string }[]
    }
    return { brief, files: files.map(({ path, sha256 }) => ({ path, digest: `sha256:${sha256}` })) }
  } catch (thrown) {
    log.warn({ err: thrown, manifest }, 'the manifest cannot be read')
    return null
  }
}

/** The log inside an agent's bundle, or null when the bundle holds none or cannot be read. */
export async function packagedLines(source: Source, manifest: string): Promise<readonly LogLine[] | null> {
  const file = (await readManifest(source, manifest))?.files.find(({ path }) => path === LOG_FILE)
  if (file === undefined) return null
  try {
    return text(await source.artifacts.get(file.digest))
      .split('\n')
      .flatMap(parseLine)
  } catch (thrown) {
    const message = 'the packaged log cannot be read; the live one is shown instead'
    source.log.warn({ err: thrown, manifest }, message)
    return null
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

// An agent had a hand in this file: what is not a line is passed over.
function parseLine(source: string): readonly LogLine[] {
  if (source === '') return []
  try {
    const line = JSON.parse(source) as Readonly<Record<string, Json>> | null
    return typeof line?.['text'] === 'string' ? [line as unknown as LogLine] : []
  } catch {
    return []
  }
}
