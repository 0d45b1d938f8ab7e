// oxlint-disable-next-line no-restricted-imports -- a script, which nothing imports
import { writeFileSync } from 'node:fs'
import { schemaText } from './text.ts'

const FOLDER = new URL('../../../../schemas/', import.meta.url)

for (const kind of ['pipeline', 'template'] as const)
  writeFileSync(new URL(`${kind}.schema.json`, FOLDER), schemaText(kind))
