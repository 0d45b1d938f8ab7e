import { expect, test } from 'vitest'
import { homePaths, readConfig } from '../src/index.ts'

const read = (argv: readonly string[], env: Record<string, string> = {}) => readConfig(argv, env, '/srv')

test('without a word a worker serves observers and drafters of the store on this machine', () => {
  expect(read([])).toMatchObject({
    storeUrl: 'redis://127.0.0.1:6379',
    home: '/srv/.muster',
    projectDir: '/srv',
    tiers: [0, 1],
    concurrency: 4,
    exitWithParent: false,
  })
})

test('an option counts before its variable, and an empty variable does not count', () => {
  const env = { MUSTER_TIERS: '3', MUSTER_CONCURRENCY: '9', MUSTER_HOME: '', MUSTER_WORKER_ID: 'a' }
  expect(read(['--tiers', '2, 1,2'], env)).toMatchObject({
    tiers: [2, 1],
    concurrency: 9,
    home: '/srv/.muster',
    id: 'a',
  })
})

test.each([
  [['--tiers', '5'], {}, '--tiers is `5`'],
  [['--tiers', ''], {}, '--tiers is ``'],
  [[], { MUSTER_CONCURRENCY: '0' }, 'MUSTER_CONCURRENCY is `0`'],
  [[], { MUSTER_LOG_LEVEL: 'loud' }, 'MUSTER_LOG_LEVEL is `loud`'],
  [['--id', 'a/b'], {}, '--id is `a/b`'],
])('%j %j is refused by name', (argv, env, message) => {
  expect(() => read(argv, env as Record<string, string>)).toThrow(message)
})

test('an unknown option is a mistake of usage', () => {
  expect(() => read(['--tier', '1'])).toThrow(expect.objectContaining({ code: 'MUSTER_USAGE' }) as Error)
})

test('node is on the path of agents, after everything the worker has', () => {
  expect(read([], { PATH: '/a:/b' }).path).toMatch(/^\/a:\/b:\//)
})

test('what processes share lies in the home', () => {
  expect(homePaths('/h')).toEqual({ artifacts: '/h/artifacts', workspaces: '/h/agents' })
})
