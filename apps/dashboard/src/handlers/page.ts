import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Handler } from '../handler.ts'

const INDEX = createRequire(import.meta.url).resolve('@muster/web/dist/index.html')
/** What the build made of the dashboard's pages. */
export const WEB = dirname(INDEX)

let document: string | undefined

/** The one document of the dashboard: its script reads the address and shows what belongs there. */
export function appDocument(): string {
  document ??= readFileSync(INDEX, 'utf8')
  return document
}

export const app: Handler = () => ({ kind: 'page', status: 200, html: appDocument() })
