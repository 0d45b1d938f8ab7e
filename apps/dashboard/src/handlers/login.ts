import { type Json, MusterError, type Principal, toMusterError } from '@muster/core'
import type { Engine } from '@muster/engine'
import { failedLogin, loggedIn } from '../authenticate.ts'
import type { Handler, OpenHandler } from '../handler.ts'
import { PLACE, placeIn } from '../kept-place.ts'
import type { LoginState, Oidc } from '../oidc.ts'
import { html } from '../pages/html.ts'
import { plainPage } from '../pages/plain-page.ts'
import { json } from '../reply.ts'
import { isObject, objectOf, textOf } from '../request.ts'

const PENDING = 'muster-login'
/** How long a command that logged in stays so. */
const COMMAND_MS = 12 * 60 * 60_000

const WITHOUT_PROVIDER = html`<p>Open the link with <code>?token=</code> that <code>npx muster up</code> printed, or ask whoever runs this Muster for a token.</p>`

/** Sends a browser to the provider, or says how to get in without one. */
export const login: OpenHandler = async (_, { oidc }) => {
  if (oidc === null) return { kind: 'page', status: 200, html: plainPage('Log in', WITHOUT_PROVIDER) }
  const { url, kept } = await oidc.begin()
  const value = Buffer.from(JSON.stringify(kept)).toString('base64url')
  // Lax: it must come along when the provider sends the browser back.
  return { kind: 'redirect', to: url, cookies: [{ name: PENDING, value, sameSite: 'lax' }] }
}

/** Takes a browser back from the provider, into a session of its own. */
export const loginCallback: OpenHandler = async ({ queryText, cookie, ip }, { oidc, door, engine }) => {
  const provider = needed(oidc)
  const kept = readState(cookie(PENDING))
  if (kept === null)
    throw new MusterError('MUSTER_NOT_AUTHENTICATED', {
      problem: 'This login was not begun in this browser.',
    })
  const principal = await orNoted(provider.finish(queryText, kept), ip, engine)
  await engine.refusals.note(loggedIn(principal, ip))
  const session = { name: 'muster', value: await door.begin(principal), sameSite: 'lax' } as const
  const gone = [PENDING, PLACE].map((name) => ({ name, value: null, sameSite: 'lax' }) as const)
  return { kind: 'redirect', to: placeIn(cookie(PLACE)), cookies: [session, ...gone] }
}

/** How commands may log in. */
export const loginWays: OpenHandler<'get /api/login'> = (_, { oidc }) => {
  const setting = oidc?.setting
  if (setting === undefined || setting.cliClientId === null) return json({ oidc: null })
  const { issuer, cliClientId: clientId, scope } = setting
  return json({ oidc: { issuer, clientId, scope } })
}

/** Gives a command that shows a fresh ID token a token of its own. */
export const loginCommand: OpenHandler<'post /api/login'> = async ({ body, ip }, { oidc, engine }) => {
  const idToken = textOf(objectOf(body, ['idToken']), 'idToken', 20_000)
  const principal = await orNoted(needed(oidc).byIdToken(idToken ?? ''), ip, engine)
  await engine.refusals.note(loggedIn(principal, ip))
  return json(await engine.tokens.create(principal, { name: 'muster login', forMs: COMMAND_MS }), 201)
}

/** Ends the session. */
export const logout: Handler = async ({ cookie, ip, principal }, { door, engine }) => {
  const id = cookie('muster')
  if (id !== null) {
    await door.end(id)
    const { tenant, actor: by } = principal
    await engine.refusals.note({ kind: 'logged-out', tenant, by, on: ip })
  }
  return { kind: 'redirect', to: '/login', cookies: [{ name: 'muster', value: null, sameSite: 'strict' }] }
}

/** The public halves of the keys that sign permits. */
export const publicKeys: OpenHandler<'get /api/keys'> = async (_, deps) => json(await deps.publicKeys())

/** Who logged in; that somebody could not is written down. */
async function orNoted(
  login: Promise<Principal>,
  ip: string,
  { refusals }: Pick<Engine, 'refusals'>,
): Promise<Principal> {
  try {
    return await login
  } catch (thrown) {
    if (toMusterError(thrown).code === 'MUSTER_NOT_AUTHENTICATED') await refusals.note(failedLogin(ip))
    throw thrown
  }
}

function needed(oidc: Oidc | null): Oidc {
  if (oidc === null)
    throw new MusterError('MUSTER_NOT_AUTHENTICATED', { problem: 'This Muster knows no OpenID provider.' })
  return oidc
}

function readState(text: string | null): LoginState | null {
  try {
    const kept = JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as Json
    if (!isObject(kept)) return null
    const { state, nonce, verifier } = kept
    return typeof state === 'string' && typeof nonce === 'string' && typeof verifier === 'string'
      ? { state, nonce, verifier }
      : null
  } catch {
    return null
  }
}
