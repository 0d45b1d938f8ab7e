import { type Json, type Problem, type Template } from '@muster/core'
import { type Pipeline, parsePipeline, parseTemplate, type TemplateSource, templateSource } from '@muster/dsl'

export function template(text: string): Template {
  const parsed = parseTemplate(text, { file: 'template.yaml' })
  if (parsed.template === null) throw new Error(JSON.stringify(parsed.problems))
  return parsed.template
}

export const TEMPLATES: TemplateSource = templateSource([
  template(`
name: default
version: 1.0.0
tier: 0
inputs:
  message: { type: string, default: hello }
  count: { type: integer, default: 1 }
  facts: { type: object, default: {} }
`),
  template(`
name: terraform
version: 1.2.0
tier: 1
inputs:
  target: { type: string, enum: [local, real] }
`),
  template('{ name: terraform, version: 2.0.0, tier: 2 }'),
])

export function problemsOf(text: string | Uint8Array): readonly Problem[] {
  return parsePipeline(text, { file: 'p.yaml', templates: TEMPLATES }).problems
}

/** Each problem as `line:column CODE`. */
export function placesOf(text: string): readonly string[] {
  return problemsOf(text).map(({ line, column, code }) => `${line}:${column} ${code}`)
}

export function pipeline(text: string, maxBytes?: number): Pipeline {
  const options = { file: 'p.yaml', templates: TEMPLATES }
  const parsed = parsePipeline(text, maxBytes === undefined ? options : { ...options, maxBytes })
  if (parsed.pipeline === null) throw new Error(JSON.stringify(parsed.problems, null, 1))
  return parsed.pipeline
}

/** A pipeline with these stages, as YAML: JSON is YAML. */
export function stagesText(stages: Json): string {
  return JSON.stringify({ name: 'p', inputs: { list: { type: 'list', default: [1, 2] } }, stages })
}
