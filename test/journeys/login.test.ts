import { mkdtempSync, statSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TokenAnswer, WhoamiView } from '@muster/core'
import { waitFor } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli, type Running, startCli } from '../support/processes.ts'
import { killAll } from '../support/processes-of.ts'

const GATED = `
name: gated
timeout: 1h
stages:
  - { name: ask, type: gate, approvers: ['role:approver'] }
`

let cwd: string
let up: Running
let url: string
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'muster-login-'))
  await writeFile(join(cwd, 'gated.yaml'), GATED)
  up = startCli(['up', '--workers', '1'], {
    cwd,
    env: { MUSTER_HOME: join(cwd, '.muster'), MUSTER_USER: 'ana' },
  })
  await waitFor(() => up.output().includes('browser  '), { timeoutMs: 60_000, everyMs: 50 })
  url = /browser {2}(\S+)\/\?token=/.exec(up.output())?.[1] ?? ''
}, 90_000)
afterAll(async () => {
  up?.kill()
  await up?.ended
  await killAll(cwd)
  await rm(cwd, { recursive: true, force: true })
})

/** The owner, at the machine. */
const owner = (...args: string[]) =>
  cli(args, { cwd, env: { MUSTER_HOME: join(cwd, '.muster'), MUSTER_USER: 'ana' } })
/** Somebody at another machine, with a configuration directory of their own. */
const elsewhere = (name: string, ...args: string[]) =>
  cli(args, {
    cwd: tmpdir(),
    env: { MUSTER_URL: url, MUSTER_USER: 'root', XDG_CONFIG_HOME: join(cwd, name) },
  })
const modeOf = (file: string) => statSync(join(cwd, file)).mode & 0o777

test('the owner of a machine is known without a login, by a token that nobody else may read', async () => {
  const who = JSON.parse((await owner('whoami', '-o', 'json')).stdout) as WhoamiView
  expect(who).toMatchObject({ actor: { name: 'ana', roles: ['owner'] }, authentication: { by: 'owner' } })
  expect(modeOf('.muster/token')).toBe(0o600)
})

test('who logs in from elsewhere votes under the name of their token, until that is revoked', async () => {
  expect(await elsewhere('grace', 'whoami')).toMatchObject({
    code: 4,
    output: expect.stringContaining('MUSTER_NOT_AUTHENTICATED') as string,
  })
  const made = await owner('token', 'create', 'laptop', '--as', 'grace', '--roles', 'approver', '-o', 'json')
  const { token, view } = JSON.parse(made.stdout) as TokenAnswer
  expect((await elsewhere('grace', 'login', '--token', token)).code).toBe(0)
  expect(modeOf('grace/muster/credentials.json')).toBe(0o600)
  expect((await elsewhere('grace', 'whoami')).stdout).toContain('grace (approver), tenant default')

  const run = (await owner('run', 'gated.yaml', '--detach')).stdout.trim()
  expect(await elsewhere('grace', 'run', 'hello', '--detach')).toMatchObject({ code: 4 })
  expect((await elsewhere('grace', 'approve', `${run}.ask`, '--as', 'ben')).code).toBe(4)
  expect((await elsewhere('grace', 'approve', `${run}.ask`)).stdout).toContain('is approved')

  expect((await owner('token', 'list')).stdout).toContain('laptop')
  expect((await owner('token', 'revoke', view.id, '--reason', 'lost')).code).toBe(0)
  expect((await elsewhere('grace', 'whoami')).code).toBe(4)
  const verified = await owner('ledger', 'verify', '-o', 'json')
  expect(JSON.parse(verified.stdout)).toMatchObject({ revocations: 2, broken: [] })
})
