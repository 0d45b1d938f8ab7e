import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Template, WorkPhase } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test, vi } from 'vitest'
import { isAlive } from '../../../test/support/processes-of.ts'
import { openShop } from './support/shop.ts'

vi.setConfig({ testTimeout: 90_000 })
/** Other work on the machine falls upon one sitting, seldom on two. */
const ONCE_MORE = { retry: 1 } as const

/** The phases in which programs of an agent run. */
const PHASES = ['PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY'] as const satisfies readonly WorkPhase[]
const TRIALS = 200
/** Trials under way at a time. */
const AT_ONCE = 3
/** What a revocation may take with a healthy worker, for 99 of 100. */
const MAX_MS = 250

/** An agent that leaves what it can behind, and does not listen. */
const SCRIPT = `trap '' TERM HUP; (setsid sh -c "trap '' TERM; sleep 1000" &) ; sleep 1000 & while :; do wait; sleep 1000; done`
const STUBBORN = ['sh', '-c', SCRIPT] as const
const TEMPLATE: Partial<Template> = {
  binaries: [{ name: 'sh', version: '>=1', versionCommand: STUBBORN, when: null, install: null }],
  commands: { plan: STUBBORN, execute: STUBBORN, verify: STUBBORN },
}
const QUIET: Partial<Template> = { commands: {} }

test(
  `of ${TRIALS} agents that are stopped in all their phases and while they start, each is dead at once and leaves nothing`,
  ONCE_MORE,
  async () => {
    const shop = await openShop()
    const worker = shop.startProcess('w1', ['--concurrency', String(AT_ONCE)])
    await waitFor(async () => (await shop.fleet.workers()).length === 1)
    const times: number[] = []

    const trial = async (number: number): Promise<void> => {
      const phase = PHASES[number % PHASES.length] ?? 'PLAN'
      const stage = `a${number}`
      const agent = `r1.${stage}`
      let fence = 1
      for (const before of PHASES.slice(1, PHASES.indexOf(phase))) {
        await shop.send(before, QUIET, { stage, fence })
        await shop.outcomeOf(stage, before)
        fence += 1
      }
      await shop.send(phase, TEMPLATE, { stage, fence })
      // A third is stopped as soon as there is a sandbox, before its program runs; the others at any time after.
      let there = await waitFor(() => some(shop.agents(agent)), { timeoutMs: 20_000, everyMs: 20 })
      if (number % 3 !== 0) await pause((number * 37) % 120)
      const startedAt = performance.now()
      await shop.stop(agent, fence)
      let took = 0
      while (there.length > 0) {
        for (const pid of there) await waitFor(() => !isAlive(pid), { timeoutMs: 5_000, everyMs: 2 })
        took = performance.now() - startedAt
        // Those that came meanwhile count as well; the look for them, at all processes of the machine, does not.
        there = shop.agents(agent)
      }
      times.push(took)
    }

    let next = 0
    const lane = async (): Promise<void> => {
      while (next < TRIALS) await trial(next++)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))

    times.sort((one, other) => one - other)
    expect(times).toHaveLength(TRIALS)
    const p99 = times[Math.ceil(TRIALS * 0.99) - 1]
    expect(p99, `of ${times.map(Math.round).join(' ')}`).toBeLessThan(MAX_MS)
    expect(shop.agents()).toEqual([])
    // None of them was told of after its stop.
    const told = (await shop.outcomes()).filter(({ stage, fence }) => fence > PHASES.indexOf(phaseOf(stage)))
    expect(told.filter(({ phase, stage }) => phase === phaseOf(stage))).toEqual([])
    expect(readFileSync(`/proc/${worker.child.pid}/status`, 'utf8')).toMatch(/^State:\s+[SRD]/m)
  },
)

const some = (pids: readonly number[]) => (pids.length > 0 ? pids : null)

function phaseOf(stage: string): (typeof PHASES)[number] {
  return PHASES[Number(stage.slice(1)) % PHASES.length] ?? 'PLAN'
}
