import type { Commit, Ledger } from '@muster/core'
import { expect, test } from 'vitest'
import {
  aCommit,
  aGate,
  aGraph,
  anAttempt,
  anEffect,
  aRun,
  aRunWithEntries,
  aStage,
  aVote,
  entriesAfter,
} from './ledger-rows.ts'

/** Later than whatever other parts of the suite let end. */
const T = 3_000_000_000_000
const AT = T + 1_000_000

/** The part of the conformance suite about runs that ended long ago. It comes last: it trims what others left. */
export function describeTrim(ledger: () => Ledger): void {
  const write = (commit: Partial<Commit>) => ledger().write(aCommit(commit))
  const anEndedRun = async (finishedAt: number, entries = 3, facts: Parameters<typeof aRun>[0] = {}) => {
    const { row, commit } = aRunWithEntries(entries, { status: 'failed', reason: 'x', finishedAt, ...facts })
    await write({
      ...commit,
      stages: [aStage(row.id, 'a')],
      attempts: [anAttempt(row.id, 'a')],
      gates: [aGate(row.id, 'g', { verdict: 'rejected', decidedAt: 2 })],
      votes: [aVote(row.id, 'g', 'ada')],
      effects: [anEffect(row.id, 'a')],
    })
    return row
  }
  const trimAll = async (before: number): Promise<number> => {
    for (let all = 0; ; ) {
      const trimmed = await ledger().trim(before, AT)
      all += trimmed
      if (trimmed === 0) return all
    }
  }

  test('of a trimmed run the row stays, as it ended and with the hash of its last entry, and nothing else', async () => {
    const row = await anEndedRun(T)
    await trimAll(T + 1)
    expect(await ledger().run(row.tenant, row.id)).toEqual({ ...row, trimmedAt: AT })
    expect(await ledger().entries(row.id, 0, 10)).toEqual([])
    expect(await ledger().stages(row.id)).toEqual([])
    expect(await ledger().attempts(row.id)).toEqual([])
    expect(await ledger().gates({ run: row.id })).toEqual([])
    expect(await ledger().votes(row.id)).toEqual([])
    expect(await ledger().effects(row.id)).toEqual([])
    await expect(ledger().graph(row.id)).rejects.toMatchObject({ code: 'MUSTER_RUN_NOT_FOUND' })
    expect(
      (await ledger().runs({ tenant: 'default', status: 'failed', limit: 100_000 })).map(({ id }) => id),
    ).toContain(row.id)
  })

  test('runs at work, and runs that ended later, stay whole', async () => {
    const later = await anEndedRun(T + 10)
    const { row: open, commit } = aRunWithEntries(2)
    await write(commit)
    expect(await trimAll(T + 10)).toBe(0)
    for (const row of [later, open]) {
      expect(await ledger().run(row.tenant, row.id)).toEqual(row)
      expect(await ledger().entries(row.id, 0, 10)).toHaveLength(row.seq)
      expect(await ledger().graph(row.id)).toEqual(aGraph())
    }
  })

  test('one call trims what is soon done, the longest ended first, and a long run alone', async () => {
    await trimAll(T + 20)
    const runs = [
      await anEndedRun(T + 32, 600),
      await anEndedRun(T + 31, 600),
      await anEndedRun(T + 30, 2_000),
    ]
    const trimmed = async () =>
      (await Promise.all(runs.map(({ tenant, id }) => ledger().run(tenant, id)))).map((row) => row?.trimmedAt)
    expect(await ledger().trim(T + 40, AT)).toBe(1)
    expect(await trimmed()).toEqual([null, null, AT])
    expect(await ledger().trim(T + 40, AT + 1)).toBe(2)
    expect(await trimmed()).toEqual([AT + 1, AT + 1, AT])
    expect(await ledger().trim(T + 40, AT)).toBe(0)
  })

  test('whoever trims at once trims each run once', async () => {
    await trimAll(T + 40)
    const runs = Array.from({ length: 250 }, () => aRun({ status: 'failed', finishedAt: T + 40 }))
    await write({ created: runs.map((row) => ({ row, graph: aGraph() })) })
    const shares = await Promise.all([1, 2, 3, 4].map(() => trimAll(T + 50)))
    expect(shares.reduce((sum, share) => sum + share) + (await trimAll(T + 50))).toBe(250)
  })

  test('a trimmed run never moves again, whatever a planner still believes of it', async () => {
    const row = await anEndedRun(T + 50)
    await trimAll(T + 60)
    const before = await ledger().run(row.tenant, row.id)
    const entries = entriesAfter({ ...row, seq: 1 }, [
      { kind: 'run.finished', status: 'failed', reason: null },
    ])
    const running = { ...row, status: 'running', finishedAt: null } as const
    for (const moved of [running, { ...row, finishedAt: AT + 5, seq: 2 }])
      await expect(write({ runs: [moved], entries, stages: [aStage(row.id, 'a')] })).rejects.toThrow(
        /trimmed/,
      )
    expect(await ledger().run(row.tenant, row.id)).toEqual(before)
    expect(await ledger().entries(row.id, 0, 10)).toEqual([])
  })

  test('the idempotency key of a trimmed run still finds it', async () => {
    const idempotencyKey = aRun().id
    const row = await anEndedRun(T + 60, 1, { idempotencyKey })
    await trimAll(T + 70)
    const found = await ledger().transaction((tx) =>
      tx.runsByKeys([{ tenant: 'default', project: 'default', key: idempotencyKey }]),
    )
    expect(found).toEqual([{ ...row, trimmedAt: AT }])
  })

  test('the oldest kept run is the one that was submitted first of all that are not trimmed', async () => {
    const ended = await anEndedRun(T + 70, 1, { submittedAt: 2 })
    await write(aRunWithEntries(1, { submittedAt: 3 }).commit)
    expect(await ledger().oldestKept()).toBe(2)
    await trimAll(T + 80)
    expect(await ledger().oldestKept()).toBe(3)
    await ledger().reclaim()
    expect((await ledger().run(ended.tenant, ended.id))?.trimmedAt).toBe(AT)
  })
}
