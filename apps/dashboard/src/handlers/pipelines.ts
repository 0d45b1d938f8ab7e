import { DEFAULT_PROJECT } from '@muster/core'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, isObject, objectOf, textOf } from '../request.ts'

/** Documents larger than this are refused unread by whoever parses them. */
const MOST_TEXT = 2 * 1024 * 1024

/** The pipelines that may be started by name. */
export const listPipelines: Handler<'get /api/pipelines'> = async ({ principal }, { engine }) =>
  json({ pipelines: await engine.pipelines(principal.tenant) })

/** The text of one of them. */
export const getPipeline: Handler<'get /api/pipelines/:pipeline'> = ({ params }, { engine }) => {
  const name = params.pipeline
  return json({ name, text: engine.pipelineText(name) })
}

/** Checks a document, and with inputs also tells what would start. Starts nothing. */
export const validate: Handler<'post /api/validate'> = async ({ body, principal }, { engine }) => {
  const given = objectOf(body, ['pipeline', 'file', 'inputs'])
  const text = textOf(given, 'pipeline', MOST_TEXT)
  if (text === null) throw bad('`pipeline` is the text of a pipeline')
  const inputs = given['inputs'] ?? null
  if (inputs !== null && !isObject(inputs)) throw bad('`inputs` is an object')
  const { tenant, project, actor: by } = principal
  const file = textOf(given, 'file', 500) ?? 'pipeline.yaml'
  const of = { tenant, project: project ?? DEFAULT_PROJECT, by, yesToGates: false }
  return json(await engine.preview({ ...of, text, file, inputs }))
}
