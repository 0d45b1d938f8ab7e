import { fileURLToPath } from 'node:url'
import type { Handler } from '../handler.ts'

export const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url))

/** The page; its script reads the address and shows what belongs there. */
export const page: Handler = () => ({ kind: 'file', path: `${PUBLIC}index.html` })
