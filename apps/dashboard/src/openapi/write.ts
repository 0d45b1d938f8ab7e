import { writeFileSync } from 'node:fs'
import { OPENAPI_FILE } from './file.ts'
import { openApiText } from './make.ts'

writeFileSync(OPENAPI_FILE, openApiText())
