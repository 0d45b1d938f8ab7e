import { writeTemplate } from './pglite-template.ts'

await writeTemplate()
