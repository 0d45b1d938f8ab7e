import { type ParsedPipeline, type ParseOptions, parsePipeline } from './parse-pipeline.ts'
import type { TemplateSource } from './templates.ts'

/** Reads pipelines as `parsePipeline` does. */
export type PipelineParser = (text: string, file: string) => ParsedPipeline

/** Up to so many characters of text are remembered, and no longer text; what was read from it takes some ten times as much memory. */
const REMEMBERED = 2_097_152

/**
 * A parser for one set of templates that remembers the valid pipelines it read last: whoever submits the same document
 * a thousand times has it read once. Documents with faults are read each time.
 */
export function createPipelineParser(
  templates: TemplateSource,
  limits: Pick<ParseOptions, 'maxBytes'> = {},
): PipelineParser {
  const known = new Map<string, ParsedPipeline>()
  let size = 0

  function remember(text: string, parsed: ParsedPipeline): void {
    if (text.length > REMEMBERED) return
    known.set(text, parsed)
    size += text.length
    for (const oldest of known.keys()) {
      if (size <= REMEMBERED) return
      known.delete(oldest)
      size -= oldest.length
    }
  }

  return (text, file) => {
    const found = known.get(text)
    if (found !== undefined) {
      known.delete(text)
      known.set(text, found)
      return found
    }
    const parsed = parsePipeline(text, { ...limits, file, templates })
    if (parsed.pipeline !== null) remember(text, parsed)
    return parsed
  }
}
