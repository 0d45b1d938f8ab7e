import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'

/** That this server answers, and which version it is. */
export const health: Handler = (_, { version }) => json({ ok: true, version })
