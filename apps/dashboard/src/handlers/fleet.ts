import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'

/** The workers that beat now. */
export const listWorkers: Handler = async (_, { fleet }) => json({ workers: await fleet.workers() })

/** The templates a pipeline may name. */
export const listTemplates: Handler = (_, { templates }) => json({ templates: templates() })
