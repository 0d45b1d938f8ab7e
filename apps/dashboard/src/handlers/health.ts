import type { OpenHandler } from '../handler.ts'
import { json } from '../reply.ts'

/** That this server answers, and which version it is. */
export const health: OpenHandler<'get /api/health'> = (_, { version }) => json({ ok: true, version })
