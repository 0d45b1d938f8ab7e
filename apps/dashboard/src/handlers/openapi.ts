import { readFile } from 'node:fs/promises'
import type { OpenHandler } from '../handler.ts'
import { OPENAPI_FILE } from '../openapi/file.ts'
import { json } from '../reply.ts'

let document: Promise<object> | undefined

/** The OpenAPI document of this API. */
export const openApi: OpenHandler<'get /api/openapi.json'> = async () => {
  document ??= readFile(OPENAPI_FILE, 'utf8').then((text) => JSON.parse(text) as object)
  return json(await document)
}
