import {
  isLocalOwner,
  type JsonObject,
  PERMISSIONS,
  type Permission,
  scopeName,
  type TokenBody,
  type WhoamiView,
} from '@muster/core'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, objectOf, personName, textOf } from '../request.ts'

/** Who asks, and what they may do. */
export const whoami: Handler<'get /api/whoami'> = ({ principal }, { speaksForOthers }) =>
  json({ ...principal, speaksForOthers: speaksForOthers && isLocalOwner(principal) } satisfies WhoamiView)

/** The tokens that the caller may see. */
export const listTokens: Handler<'get /api/tokens'> = async ({ principal }, { engine }) =>
  json({ tokens: await engine.tokens.list(principal) })

/** Makes a token: the answer alone holds it. */
export const createToken: Handler<'post /api/tokens'> = async ({ principal, body }, { engine }) => {
  const given = objectOf(body, ['name', 'tenant', 'as', 'kind', 'roles', 'permissions', 'project', 'forMs'])
  return json(await engine.tokens.create(principal, bodyOf(given)), 201)
}

/** Revokes a token. */
export const revokeToken: Handler<'post /api/tokens/:token/revoke'> = async (
  { principal, params, body },
  { engine },
) => {
  const reason = textOf(objectOf(body, ['reason']), 'reason', 4_000)
  await engine.tokens.revoke(principal, params.token, reason)
  return json({ id: params.token, revoked: true })
}

function bodyOf(given: JsonObject): TokenBody {
  const name = textOf(given, 'name', 100)
  if (name === null || name.trim() === '') throw bad('`name` says what the token is for')
  const as = textOf(given, 'as', 100)
  const project = textOf(given, 'project', 63)
  const tenant = textOf(given, 'tenant', 63)
  const { kind, forMs } = given
  if (kind !== undefined && kind !== 'person' && kind !== 'script') throw bad('`kind` is person or script')
  if (forMs !== undefined && typeof forMs !== 'number') throw bad('`forMs` is a number of milliseconds')
  const roles = textsOf(given, 'roles')
  const permissions = textsOf(given, 'permissions')?.map((one): Permission => {
    const known = PERMISSIONS.find((permission) => permission === one)
    if (known === undefined) throw bad(`\`permissions\` are of ${PERMISSIONS.join(', ')}`)
    return known
  })
  return {
    name,
    ...(as !== null && { as: personName(as) }),
    ...(tenant !== null && { tenant: scopeName('tenant', tenant) }),
    ...(project !== null && { project }),
    ...(kind !== undefined && { kind }),
    ...(forMs !== undefined && { forMs }),
    ...(roles !== undefined && { roles }),
    ...(permissions !== undefined && { permissions }),
  }
}

function textsOf(given: JsonObject, key: string): readonly string[] | undefined {
  const value = given[key]
  if (value === undefined) return undefined
  if (Array.isArray(value) && value.length <= 50)
    return value.map((one) => {
      if (typeof one === 'string' && /^[\w.-]{1,63}$/.test(one)) return one
      throw bad(`\`${key}\` is a list of names`)
    })
  throw bad(`\`${key}\` is a list of names`)
}
