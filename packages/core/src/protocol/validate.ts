import type { Json } from '../json.ts'
import { PARAMS, RESULTS } from './compiled.ts'
import type { Method, RequestMethod } from './method.ts'
import type { Params, Result } from './schema.ts'

type Checked<T> = { readonly value: T } | { readonly problem: string }

/** The params of a message, when they fit its method. */
export function checkParams<M extends Method>(method: M, params: Json): Checked<Params<M>> {
  return check(PARAMS, method, 'params', params)
}

/** The result of an answer, when it fits what was asked. */
export function checkResult<M extends RequestMethod>(method: M, result: Json): Checked<Result<M>> {
  return check(RESULTS, method, 'result', result)
}

function check<T>(table: typeof PARAMS, method: Method, part: string, value: Json): Checked<T> {
  const validate = table[method]
  if (validate === undefined) throw new Error(`no schema for ${method}`)
  if (validate(value)) return { value: value as T }
  const [error] = validate.errors ?? []
  const place = `${part}${(error?.instancePath ?? '').replaceAll('/', '.')}`
  return { problem: `\`${place}\` ${error?.message ?? 'does not fit'}` }
}
