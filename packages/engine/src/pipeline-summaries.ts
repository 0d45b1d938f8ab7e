import type { PipelineSummary } from '@muster/core'
import type { PipelineParser } from '@muster/dsl'

/** What known pipelines say of themselves. */
export function summariesOf(
  pipelines: ReadonlyMap<string, string>,
  parse: PipelineParser,
): readonly PipelineSummary[] {
  return [...pipelines].map(([name, text]) => {
    const { pipeline, problems } = parse(text, name)
    return {
      name,
      version: pipeline?.version ?? null,
      description: pipeline?.description ?? null,
      faults: problems.length,
    }
  })
}
