import { EXIT, MusterError, type WhoamiView } from '@muster/core'
import { Muster } from '@muster/sdk'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { keepToken } from '../credentials.ts'
import { namedUrl } from '../host/reach.ts'
import { readInput } from '../read-input.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `login`. */
export function addLogin(program: Command, act: Act): void {
  program
    .command('login')
    .summary('log in to a Muster elsewhere')
    .description(
      'Logs in to the Muster that --url or MUSTER_URL names, by its OpenID provider or by a token, and keeps what it was given in your configuration directory.',
    )
    .option('--token <token>', 'log in by this token, or by the one on standard input when it is `-`')
    .action(act((context, options: { readonly token?: string }) => login(context, options.token)))
}

/** Adds `logout`. */
export function addLogout(program: Command, act: Act): void {
  program
    .command('logout')
    .summary('forget the token of a Muster elsewhere')
    .description('Forgets the token that `login` kept. It stays good until it expires or is revoked.')
    .action(
      act(async (context) => {
        await keepToken(context.io.env, elsewhere(context), null)
        return EXIT.ok
      }),
    )
}

/** Adds `whoami`. */
export function addWhoami(program: Command, act: Act): void {
  program
    .command('whoami')
    .summary('say who you are to Muster')
    .description('Says who you are to Muster, how it knows, and what you may do.')
    .action(
      act((context) =>
        withMuster(context, async (muster) => {
          say(context, await muster.whoami())
          return EXIT.ok
        }),
      ),
    )
}

async function login(context: Context, given: string | undefined): Promise<number> {
  const url = elsewhere(context)
  const token =
    given === undefined ? await byProvider(context, url) : given === '-' ? await readInput() : given
  const who = await new Muster({ url, token }).whoami()
  await keepToken(context.io.env, url, token)
  say(context, who)
  return EXIT.ok
}

/** The device flow (RFC 8628): the person confirms in any browser. */
async function byProvider(context: Context, url: string): Promise<string> {
  const muster = new Muster({ url })
  const { oidc } = await muster.loginWays()
  if (oidc === null)
    throw new MusterError('MUSTER_NOT_AUTHENTICATED', {
      problem: 'This Muster lets commands in by a token only: `muster login --token TOKEN`.',
    })
  const client = await import('openid-client')
  const insecure = oidc.issuer.startsWith('http://127.0.0.1') || oidc.issuer.startsWith('http://localhost')
  const options = insecure ? { execute: [client.allowInsecureRequests] } : {}
  const config = await client.discovery(
    new URL(oidc.issuer),
    oidc.clientId,
    undefined,
    client.None(),
    options,
  )
  const device = await client.initiateDeviceAuthorization(config, { scope: oidc.scope })
  const at = device.verification_uri_complete ?? device.verification_uri
  context.say([`Open ${at} in a browser and confirm the code ${device.user_code}.`])
  const { id_token: idToken = '' } = await client.pollDeviceAuthorizationGrant(config, device)
  return (await muster.login(idToken)).token
}

function say({ globals, answer, print }: Context, who: WhoamiView): void {
  if (globals.output !== 'text') return answer(who)
  const { actor, tenant, project, permissions, authentication } = who
  const where = project === null ? `tenant ${tenant}` : `project ${project} of tenant ${tenant}`
  print([
    `${actor.name}${actor.roles.length === 0 ? '' : ` (${actor.roles.join(', ')})`}, ${where}`,
    `  known by  ${authentication.by}`,
    `  may       ${permissions.join(', ') || 'nothing'}`,
  ])
}

function elsewhere(context: Context): string {
  const url = namedUrl(context)
  if (url !== null) return url
  const problem =
    'Say which Muster: `--url URL` or MUSTER_URL. The one on this machine knows its owner without a login.'
  throw new MusterError('MUSTER_USAGE', { problem })
}
