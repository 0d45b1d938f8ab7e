import { readFileSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Outcome } from '@muster/core'
import { findBun } from '@muster/testing'
import { expect, onTestFinished, test } from 'vitest'
import { Aborted, createAgents, createBareLauncher } from '../../src/index.ts'
import { startAgent } from '../support/agent.ts'
import { isAlive, until } from '../support/processes.ts'

const MiB = 1024 * 1024
const read = (name: string) => readFileSync(new URL(`./rogues/${name}`, import.meta.url), 'utf8')
const files = { 'rogue.mjs': read('rogue.mjs'), 'rogue.py': read('rogue.py') }
const BUN = realpathSync(findBun())
/** Where the sandbox lets agents read beside the system's own places. */
const host = { project: dirname(BUN) }
const NODE = [process.execPath, 'rogue.mjs']
const LANGUAGES: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ['Node', NODE],
  ['Python', ['python3', 'rogue.py']],
  ['Bun', [BUN, 'rogue.mjs']],
]

/** What a rogue does, and what the outcome says of it. */
const BREACHES: readonly (readonly [what: string, mode: string, words: string])[] = [
  ['a line of 100 MB', 'long-line', 'it wrote a line of more than 1048576 bytes'],
  ['invalid UTF-8', 'utf8', 'it wrote a line that is no message: it is not UTF-8'],
  ['a flood of messages', 'flood', 'it wrote more than 100 messages a second'],
  ['a message that nests too deep', 'deep', 'it wrote a line that is no message: it nests deeper than 64'],
  ['other things on standard output', 'noise', 'it is not JSON: "Loading the model ..."'],
  ['an answer that nobody asked for', 'unasked', 'it answered what nobody asked (id 4711)'],
]

/** Lets one rogue per language plan, at the same time; answers how it ended, by language. */
async function planned(mode: string, timeoutMs = 20_000): Promise<readonly (readonly [string, Outcome])[]> {
  const agents = await Promise.all(
    LANGUAGES.map(([, argv]) => startAgent({ agent: [...argv, mode], files }, { host })),
  )
  return Promise.all(
    agents.map(async (agent, index) => {
      expect(await agent.phase('BOOTSTRAP')).toMatchObject({ kind: 'succeeded' })
      return [LANGUAGES[index]?.[0] ?? '', await agent.phase('PLAN', { timeoutMs })] as const
    }),
  )
}

const faultOf = (outcome: Outcome) => (outcome.kind === 'failed' ? outcome.fault : null)

test.each(BREACHES)(
  'agents on Node, Python and Bun that write %s are killed in bounded memory, and their outcomes say so',
  async (_what, mode, words) => {
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 5)
    const outcomes = await planned(mode)
    clearInterval(watch)
    for (const [language, outcome] of outcomes) {
      expect([language, faultOf(outcome)?.code]).toEqual([language, 'MUSTER_AGENT_PROTOCOL'])
      expect(faultOf(outcome)?.message).toContain(words)
    }
    expect(most - before).toBeLessThan(64 * MiB)
  },
)

test('agents on Node, Python and Bun that answer neither their phase nor its cancel are killed: it timed out', async () => {
  for (const [language, outcome] of await planned('silent', 300))
    expect([language, outcome]).toMatchObject([language, { kind: 'timed_out', record: { ended: 'silent' } }])
})

test('an agent that says nothing in a phase, and answers no `ping`, is killed and charged; one that answers goes on', async () => {
  const agents = createAgents({ patience: { quietMs: 50, answerMs: 400 } })
  onTestFinished(() => agents.stop())
  const launcher = createBareLauncher()
  const start = (mode: string) =>
    startAgent({ agent: [...NODE, mode], files }, { launcher, host: { agents } })
  const rogue = await start('silent')
  await rogue.phase('BOOTSTRAP')
  expect(faultOf(await rogue.phase('PLAN'))).toMatchObject({
    code: 'MUSTER_AGENT_PROTOCOL',
    message: expect.stringContaining('it said nothing for 0.4 s after a `ping`') as string,
  })
  expect(isAlive(Number(rogue.lines[0]?.text))).toBe(false)
  const slow = await start('slow')
  await slow.phase('BOOTSTRAP')
  // Long enough for the rogue to be killed twice.
  expect(await slow.phase('PLAN')).toMatchObject({ kind: 'succeeded' })
})

test('agents on Node, Python and Bun that die say how, with their last words', async () => {
  for (const [language, outcome] of await planned('crash')) {
    const message = 'The agent did not succeed in PLAN: its process ended with exit code 3: out of luck.'
    expect([language, faultOf(outcome)]).toMatchObject([
      language,
      { code: 'MUSTER_AGENT_UNSUCCESSFUL', message },
    ])
  }
})

test('an agent is dead by the time that the end of its phase from outside is told', async () => {
  const agent = await startAgent({ agent: [...NODE, 'silent'], files }, { launcher: createBareLauncher() })
  await agent.phase('BOOTSTRAP')
  const phase = agent.phase('PLAN')
  await until(() => agent.lines.length > 0)
  const pid = Number(agent.lines[0]?.text)
  expect(isAlive(pid)).toBe(true)
  agent.stop.abort()
  await expect(phase).rejects.toBeInstanceOf(Aborted)
  expect(isAlive(pid)).toBe(false)
})

test('an agent with more than 64 requests open is killed', async () => {
  const effects = { request: () => new Promise<never>(() => {}) }
  const agent = await startAgent({ agent: [...NODE, 'requests'], files }, { host: { effects } })
  await agent.phase('BOOTSTRAP')
  expect(faultOf(await agent.phase('PLAN'))?.message).toContain('it had more than 64 requests open')
})

test('a program that does not shake hands fails BOOTSTRAP, and says why', async () => {
  const agent = await startAgent({ agent: ['sh', '-c', 'echo no such model >&2; exit 4'] })
  expect(faultOf(await agent.phase('BOOTSTRAP'))?.message).toBe(
    'The agent did not succeed in BOOTSTRAP: its process ended with exit code 4: no such model.',
  )
})

test('a program that is not there fails BOOTSTRAP with how to get it', async () => {
  const binaries = [
    { name: 'no-such', version: '>=1', versionCommand: ['no-such'], when: null, install: 'Get it.' },
  ]
  const agent = await startAgent({ agent: ['no-such'], binaries })
  expect(faultOf(await agent.phase('BOOTSTRAP'))).toMatchObject({
    code: 'MUSTER_BINARY_MISSING',
    hint: 'Get it.',
  })
})
