// oxlint-disable-next-line no-restricted-imports -- a script, which nothing imports
import { writeFileSync } from 'node:fs'
import { compiledText } from './compile.ts'
import { PIPELINE_SCHEMA } from './pipeline.ts'
import { TEMPLATE_SCHEMA } from './template.ts'

const ROOT = new URL('../../../../', import.meta.url)

for (const [kind, schema] of [
  ['pipeline', PIPELINE_SCHEMA],
  ['template', TEMPLATE_SCHEMA],
] as const)
  writeFileSync(new URL(`schemas/${kind}.schema.json`, ROOT), `${JSON.stringify(schema, null, 2)}\n`)
writeFileSync(new URL('packages/dsl/src/schema/compiled.ts', ROOT), compiledText())
