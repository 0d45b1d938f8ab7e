import type { Json, LogLine } from '@muster/core'
import type { HandlerDeps } from './handler.ts'

const LOG_FILE = 'log.jsonl'

/** The log inside an agent's bundle, or null when the bundle holds none or cannot be read. */
export async function packagedLines(
  { artifacts, log }: Pick<HandlerDeps, 'artifacts' | 'log'>,
  manifest: string,
): Promise<readonly LogLine[] | null> {
  try {
    const { files } = JSON.parse(text(await artifacts.get(manifest))) as {
      readonly files: readonly { readonly path: string; readonly sha256: string }[]
    }
    const file = files.find((one) => one.path === LOG_FILE)
    if (file === undefined) return null
    const digest = file.sha256.startsWith('sha256:') ? file.sha256 : `sha256:${file.sha256}`
    return text(await artifacts.get(digest))
      .split('\n')
      .flatMap(parseLine)
  } catch (thrown) {
    log.warn({ err: thrown, manifest }, 'the packaged log cannot be read; the live one is shown instead')
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
