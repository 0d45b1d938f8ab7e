import { readFileSync } from 'node:fs'
import type { OpenHandler } from '../handler.ts'
import { OPENAPI_FILE } from '../openapi/file.ts'
import { json } from '../reply.ts'

let document: object | undefined

/** The OpenAPI document of this API. */
export const openApi: OpenHandler<'get /api/openapi.json'> = () => {
  document ??= JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as object
  return json(document)
}
