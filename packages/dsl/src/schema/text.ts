import { PIPELINE_SCHEMA, TEMPLATE_SCHEMA } from './compiled.ts'

/** The text of `schemas/<kind>.schema.json`. */
export function schemaText(kind: 'pipeline' | 'template'): string {
  return `${JSON.stringify(kind === 'pipeline' ? PIPELINE_SCHEMA : TEMPLATE_SCHEMA, null, 2)}\n`
}
