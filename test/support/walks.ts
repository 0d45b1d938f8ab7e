import { type Decision, type EntryView, type Fact, tellPlan } from '@muster/core'
import type { Muster } from '@muster/sdk'
import type { QueueClient } from '@muster/sdk/queue'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { photograph } from './browser.ts'

/** One way in which people decide: what each of the walks does, done there. */
export interface DecidingSurface {
  /** Resolves once the gate is in the inbox. */
  inbox(gate: string): Promise<void>
  /** What is shown of a gate before it is decided. */
  look(gate: string): Promise<string>
  approve(gate: string, comment: string): Promise<void>
  reject(gate: string, comment: string): Promise<void>
  sendBack(gate: string, comment: string): Promise<void>
}

/** Entries without what differs from run to run: ids, digests, times, workers, and what agents measured. */
export function comparable(entries: readonly EntryView[], run: string): unknown {
  const names = new Map<string, string>()
  const name = (found: string): string => {
    const known = names.get(found) ?? `#${names.size + 1}`
    names.set(found, known)
    return known
  }
  const facts = entries.map(({ seq, cause, effects }) => ({ seq, facts: [cause, ...effects].map(bare) }))
  const text = JSON.stringify(facts, (key, value: unknown) =>
    TIMES.has(key) && typeof value === 'number' ? 0 : value,
  )
  return JSON.parse(text.replaceAll(run, 'RUN').replace(MADE_UP, name)) as unknown
}

/** Digests, and ids that are made at random. */
const MADE_UP = /(?:sha256:)?\b[0-9a-f]{64}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
const TIMES = new Set(['at', 'deadline', 'notBefore', 'startedAt', 'finishedAt', 'shownAt'])

/** An attempt tells where and how it went: of that only how it ended is the same each time. */
function bare(fact: Fact): unknown {
  if (fact.kind === 'attempt.dispatched') {
    const { kind, stage, phase, attempt, fence } = fact
    return { kind, stage, phase, attempt, fence }
  }
  if (fact.kind !== 'attempt.settled') return fact
  const { kind, stage, phase, attempt, fence, outcome } = fact
  return { kind, stage, phase, attempt, fence, outcome: outcome.kind }
}

/** What somebody decides with, besides a page. */
interface Means {
  readonly token: string
  readonly muster: Muster
  readonly queue: QueueClient
  readonly cli: (
    ...args: string[]
  ) => Promise<{ readonly code: number | NodeJS.Signals; readonly stdout: string; readonly output: string }>
}

/** The four ways in which people decide, all as one person, who has logged in on the page. */
export function surfacesOf(page: Page, { token, muster, queue, cli }: Means) {
  const ofPage: DecidingSurface = {
    async inbox(gate) {
      await page.goto(`${muster.url}/inbox`)
      await page.locator(`a[href="/gates/${gate}"]`).click()
      await answer.waitFor()
    },
    async look(gate) {
      await page.goto(`${muster.url}/gates/${gate}`)
      await answer.waitFor()
      await photograph(page, 'gate')
      return page.locator('main').innerText()
    },
    approve: (_, comment) => press('Approve', comment),
    reject: (_, comment) => press('Reject', comment),
    sendBack: (_, comment) => press('Send back', comment),
  }
  const answer = page.getByRole('form', { name: 'Your answer' })

  async function press(name: string, comment: string): Promise<void> {
    await answer.getByRole('radio', { name: new RegExp(`^${name}`) }).check()
    await answer.getByLabel('Comment').fill(comment)
    const answered = page.waitForResponse((response) => response.url().endsWith('/votes'))
    await answer.getByRole('button', { name, exact: true }).click()
    expect((await answered).status()).toBe(200)
    await page.getByRole('heading', { name: 'It is decided' }).waitFor()
  }

  async function type(...args: string[]): Promise<string> {
    const { code, stdout, output } = await cli(...args)
    expect([code, output]).toEqual([0, output])
    return stdout
  }
  const decide = async (decision: string, gate: string, comment: string) =>
    void (await type(decision, gate, '--comment', comment))
  const ofCommands: DecidingSurface = {
    inbox: async (gate) => expect(await type('inbox')).toContain(gate),
    look: (gate) => type('gate', 'show', gate),
    approve: (gate, comment) => decide('approve', gate, comment),
    reject: (gate, comment) => decide('reject', gate, comment),
    sendBack: (gate, comment) => decide('send-back', gate, comment),
  }

  const ofSdk: DecidingSurface = {
    inbox: async (gate) => expect((await muster.inbox()).map((item) => item.gate.id)).toContain(gate),
    async look(gate) {
      const evidence = await muster.evidence(gate)
      return [...evidence.changed, ...tellPlan(evidence).map(({ sign, text }) => `${sign} ${text}`)].join(
        '\n',
      )
    },
    approve: async (gate, comment) => void (await muster.approve(gate, { comment })),
    reject: async (gate, comment) => void (await muster.reject(gate, { comment })),
    sendBack: async (gate, comment) => void (await muster.sendBack(gate, comment)),
  }

  // The queue takes answers, and shows nothing.
  const put = async (decision: Decision, gate: string, comment: string) => {
    const { digest: seen } = await muster.evidence(gate)
    await queue.vote(gate, decision, { token, seen, comment })
  }
  const ofQueue: DecidingSurface = {
    ...ofSdk,
    approve: (gate, comment) => put('approve', gate, comment),
    reject: (gate, comment) => put('reject', gate, comment),
    sendBack: (gate, comment) => put('send-back', gate, comment),
  }
  return { ofPage, ofCommands, ofSdk, ofQueue }
}
