// oxlint-disable-next-line no-restricted-imports -- a script, which nothing imports
import { mkdirSync, writeFileSync } from 'node:fs'
import { compiledText } from './compile.ts'
import { voteJobText } from '../vote-schema.ts'
import { schemaFiles } from './document.ts'

const ROOT = new URL('../../../../', import.meta.url)
const FOLDER = new URL('schemas/agent-protocol/', ROOT)

mkdirSync(FOLDER, { recursive: true })
for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(new URL(name, FOLDER), text)
writeFileSync(new URL('schemas/vote-job.schema.json', ROOT), voteJobText())
writeFileSync(new URL('packages/core/src/protocol/compiled.ts', ROOT), compiledText())
