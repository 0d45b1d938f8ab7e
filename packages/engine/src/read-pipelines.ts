import { parsePipeline, type TemplateSource } from '@muster/dsl'
import type { ReadPipeline } from './submit-run.ts'

/** Texts remembered, in characters: some thousand pipelines of the usual size. */
const CAPACITY = 4_000_000

/** Reads pipelines and remembers those without faults, the least recently read dropped first. */
export function createPipelineReader(templates: TemplateSource): ReadPipeline {
  const known = new Map<string, ReturnType<ReadPipeline>>()
  let size = 0
  return (text, file) => {
    const before = known.get(text)
    const read = before ?? parsePipeline(text, { file, templates })
    if (read.pipeline === null) return read
    if (before === undefined) size += text.length
    known.delete(text)
    known.set(text, read)
    for (const oldest of known.keys()) {
      if (size <= CAPACITY) break
      known.delete(oldest)
      size -= oldest.length
    }
    return read
  }
}
