import type { PipelineSummary } from '@muster/core'
import { type PipelineParser, templatesIn } from '@muster/dsl'

/** What known pipelines say of themselves. */
export function summariesOf(
  pipelines: ReadonlyMap<string, string>,
  parse: PipelineParser,
): readonly PipelineSummary[] {
  return [...pipelines].map(([name, text]) => {
    const { pipeline, problems } = parse(text, name)
    return {
      name,
      version: pipeline === null ? null : String(pipeline.version ?? '1'),
      description: pipeline?.description ?? null,
      faults: problems.length,
      templates: pipeline === null ? [] : templatesIn(pipeline),
    }
  })
}
