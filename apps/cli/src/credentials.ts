import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>
/** Tokens by the address of the Muster that they are for. */
type Credentials = Readonly<Record<string, string>>

/** Where this user's tokens are. */
function credentialsFile(env: Environment): string {
  return join(
    env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'),
    'muster',
    'credentials.json',
  )
}

/** The token that `muster login` kept for an address, or null. */
export async function keptToken(env: Environment, url: string): Promise<string | null> {
  return (await read(credentialsFile(env)))[originOf(url)] ?? null
}

/** Keeps a token for an address, where its user alone may read it; null forgets it. */
export async function keepToken(env: Environment, url: string, token: string | null): Promise<void> {
  const file = credentialsFile(env)
  const { [originOf(url)]: _, ...others } = await read(file)
  const kept = token === null ? others : { ...others, [originOf(url)]: token }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
  await chmod(draft, 0o600)
  await rename(draft, file)
}

async function read(file: string): Promise<Credentials> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Credentials
  } catch {
    return {}
  }
}

function originOf(url: string): string {
  return new URL(url).origin
}
