import type { Json } from '@muster/core'
import { textOf } from './json.ts'
import { outlineOf } from './outline.ts'
import type { Pipeline } from './schema/pipeline.ts'
import { splitTemplate } from './templates.ts'

/** The names of the templates that the stages of a pipeline refer to, in order. */
export function templatesIn(pipeline: Pipeline): readonly string[] {
  const agents = outlineOf(pipeline as unknown as Json).stages.filter(({ type }) => type === 'agent')
  const names = agents.map(({ body }) => splitTemplate(textOf(body['template']) ?? 'default').name)
  return [...new Set(names)].sort()
}
