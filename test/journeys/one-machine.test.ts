import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '@muster/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cli, startCli } from '../support/processes.ts'
import { killAll, processesOf } from '../support/processes-of.ts'

const EXAMPLES = new URL('../../examples/', import.meta.url).pathname

/** Six stages in three layers, about three seconds of work; each EXECUTE leaves a mark. */
const WORK = `
name: work
stages:
${[0, 1, 2]
  .flatMap((layer) =>
    [0, 1].map(
      (at) => `  - name: s${layer}${at}
    template: script
    requires: [${layer === 0 ? '' : `s${layer - 1}0, s${layer - 1}1`}]
    approval: { allow_author: true }
    config: { inputs: { run: 'sleep 0.4; echo s${layer}${at} >> "$MUSTER_PROJECT_DIR/marks"' } }`,
    ),
  )
  .join('\n')}
`
const SCRIPT = new URL('../support/templates/script.yaml', import.meta.url).pathname

describe('Muster on one machine, with nothing set', () => {
  let cwd: string
  let home: string

  beforeEach(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'muster-one-'))
    home = join(cwd, '.muster')
    await mkdir(join(cwd, 'templates'))
    await copyFile(SCRIPT, join(cwd, 'templates', 'script.yaml'))
    await writeFile(join(cwd, 'work.yaml'), WORK)
  })
  afterEach(async () => {
    await killAll(cwd)
    await rm(cwd, { recursive: true, force: true })
  })

  const env = () => ({ MUSTER_HOME: home })
  const muster = (...args: string[]) => cli(args, { cwd, env: env() })
  const json = async (...args: string[]) => JSON.parse((await muster(...args, '-o', 'json')).stdout) as never
  const marks = () => {
    try {
      return readFileSync(join(cwd, 'marks'), 'utf8').trim().split('\n')
    } catch {
      return []
    }
  }

  test('the example waits at its gate, another shell approves it, and files on disk change', async () => {
    const run = startCli(
      ['run', join(EXAMPLES, 'infrastructure-deploy.yaml'), '--input', 'environment=staging'],
      { cwd, env: env() },
    )
    await waitFor(() => /muster approve (\S+)/.test(run.output()), { timeoutMs: 60_000, everyMs: 50 })
    expect(readdirSync(cwd)).not.toContain('muster-demo')
    const gate = /muster approve (\S+)/.exec(run.output())?.[1] ?? ''
    expect(gate).toMatch(/^infrastructure-deploy-[a-z0-9]+\.approve$/)
    const approved = await muster('approve', gate, '--comment', 'looks right')
    expect([approved.code, approved.output]).toEqual([0, expect.stringContaining('approved')])
    for (const stage of ['deploy', 'configure']) {
      const plan = gate.replace('.approve', `.${stage}`)
      await waitFor(() => run.output().includes(`muster approve ${plan}`), { timeoutMs: 60_000, everyMs: 50 })
      expect((await muster('approve', plan)).code).toBe(0)
    }
    expect(await run.ended).toBe(0)
    expect(readdirSync(join(cwd, 'muster-demo', 'staging', 'infrastructure')).sort()).toEqual([
      'database.json',
      'network.json',
      'web.json',
    ])
    const again = await muster('approve', gate)
    expect(again.code).not.toBe(0)
    expect(again.output).toContain('is not open')
    // To verify takes the database alone: nothing else starts without the secret of the signing keys.
    const [secret, away] = [join(home, 'key.secret'), join(cwd, 'away')]
    await rename(secret, away)
    const verified = await muster('ledger', 'verify')
    const one = await muster('ledger', 'verify', '--run', 'nobodys-run')
    const started = await muster('runs')
    await rename(away, secret)
    expect([verified.code, one.code, processesOf(cwd)]).toEqual([0, 5, []])
    expect(started.output).toContain('MUSTER_KEYS_LOCKED')
  }, 120_000)

  test('the analysis runs to the end with --yes-to-gates, and the ledger says that it was a demonstration', async () => {
    const run = await muster('run', join(EXAMPLES, 'multi-agent-analysis.yaml'), '--yes-to-gates')
    expect([run.code, run.output]).toEqual([0, expect.stringContaining('--yes-to-gates')])
  }, 90_000)

  test('a rejected gate exits with 1, and --no-wait-gates with 3', async () => {
    await writeFile(
      join(cwd, 'gated.yaml'),
      'name: gated\nstages:\n  - { name: ask, type: gate, allow_author: true }\n',
    )
    const stopped = await muster('run', 'gated.yaml', '--no-wait-gates')
    expect(stopped.code).toBe(3)
    const { gates } = (await json('gates')) as { gates: { id: string }[] }
    expect(gates).toHaveLength(1)
    const rejected = await muster('reject', gates[0]?.id ?? '', '--comment', 'no')
    expect(rejected.code).toBe(0)
    const status = await muster('status', gates[0]?.id.split('.')[0] ?? '')
    expect(status.output).toContain('rejected by')
  }, 90_000)

  test.each([
    ['with the store as it was', false],
    ['with all data of the store deleted', true],
  ])(
    'killing every process at a random moment and starting again finishes the run, %s',
    async (_, wipe) => {
      const run = startCli(['run', 'work.yaml', '--yes-to-gates'], { cwd, env: env() })
      await waitFor(() => marks().length > 0, { timeoutMs: 60_000, everyMs: 10 })
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 900))
      expect(await killAll(cwd)).toBeGreaterThan(2)
      expect(await run.ended).toBe('SIGKILL')
      if (wipe) await rm(join(home, 'store'), { recursive: true, force: true })

      const up = await muster('up', '--until-idle')
      expect([up.code, up.output]).toEqual([0, expect.anything()])
      const { runs } = (await json('runs')) as { runs: { id: string; status: string }[] }
      expect(runs.map(({ status }) => status)).toEqual(['succeeded'])
      expect([...new Set(marks())].sort()).toEqual(['s00', 's01', 's10', 's11', 's20', 's21'])
      expect((await muster('ledger', 'verify')).code).toBe(0)
    },
    180_000,
  )

  test('a detached run goes on by itself and leaves no process behind', async () => {
    const detached = await muster('run', 'work.yaml', '--yes-to-gates', '--detach')
    expect(detached.code).toBe(0)
    await waitFor(() => processesOf(cwd).length === 0, { timeoutMs: 60_000, everyMs: 100 })
    expect(new Set(marks()).size).toBe(6)
  }, 120_000)

  test('a user who mistypes is told what to do, without a stack trace', async () => {
    for (const [args, code, words] of [
      [['run', 'nothing.yaml'], 2, 'nothing.yaml'],
      [['status', 'no-such-run'], 5, 'muster runs'],
      [['run', 'work.yaml', '--input', 'oops'], 2, 'environment=staging'],
      [['bogus'], 2, 'help'],
    ] as const) {
      const answer = await muster(...args)
      expect([answer.code, answer.output]).toEqual([code, expect.stringContaining(words)])
      expect(answer.output).not.toMatch(/\n\s+at /)
    }
  }, 90_000)
})
