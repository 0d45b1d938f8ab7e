import type { Commit, Json, Ledger } from '@muster/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aCommit,
  aDispatchedStage,
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

/** Texts that Postgres can keep: no NUL, no lone surrogate. */
const words = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0'))
const instants = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>
const outputs = fc.dictionary(words, json, { maxKeys: 4 })
/** What JSON itself makes of a value: it knows no -0. */
const written = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** The part of the conformance suite about what is written. */
export function describeWrites(ledger: () => Ledger): void {
  const write = (commit: Partial<Commit>) => ledger().transaction((tx) => tx.write(aCommit(commit)))
  const created = async () => {
    const { row, commit } = aRunWithEntries(1)
    await write(commit)
    return row
  }

  test('an empty commit writes nothing and answers no ids', async () => {
    expect(await write({})).toEqual([])
  })

  test('what is written is read, whatever the texts and the JSON', async () => {
    const any = fc.record({
      text: words,
      at: instants,
      json,
      outputs,
      approvers: fc.array(words),
      flag: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(any, async ({ text, at, json: record, outputs: given, approvers, flag }) => {
        const run = aRun({
          reason: text,
          by: { kind: 'person', name: text, roles: approvers },
          yesToGates: flag,
        })
        const graph = aGraph({ description: text, inputs: given })
        const entries = entriesAfter(run, [{ kind: 'run.finished', status: 'failed', reason: text }])
        const row = { ...run, deadlineAt: at, seq: 1, head: entries[0]?.hash ?? '' }
        const stage = aStage(run.id, text, { outputs: given, startedAt: at, reason: text })
        const attempt = anAttempt(run.id, text, { record, worker: text, notBefore: at })
        const gate = aGate(run.id, text, { approvers, message: text, escalated: flag })
        const vote = aVote(run.id, text, text, { comment: text, at })
        const effect = anEffect(run.id, text, { key: text, target: text, result: given, endedAt: at })
        const message = { kind: 'stop', agent: text, fence: 1 } as const
        const ids = await write({
          created: [{ row, graph }],
          entries,
          stages: [stage],
          attempts: [attempt],
          gates: [gate],
          votes: [vote],
          effects: [effect],
          outbox: [{ tenant: 'default', run: run.id, message }],
        })
        expect(await ledger().run(row.tenant, row.id)).toEqual(row)
        expect(JSON.stringify(await ledger().graph(run.id))).toBe(JSON.stringify(graph))
        expect(await ledger().entries(run.id, 0, 10)).toEqual(entries)
        expect(await ledger().stages(run.id)).toEqual(written([stage]))
        expect(await ledger().attempts(run.id)).toEqual(written([attempt]))
        expect(await ledger().gates({ run: run.id })).toEqual([gate])
        expect(await ledger().votes(run.id)).toEqual([vote])
        expect(await ledger().effects(run.id)).toEqual(written([effect]))
        const stale = await ledger().staleOutbox(Number.MAX_SAFE_INTEGER, 10_000)
        expect(stale.filter(({ id }) => ids.includes(id))).toEqual([{ id: ids[0], run: run.id, message }])
        await ledger().clearOutbox(ids)
      }),
      { numRuns: 30 },
    )
  })

  test('a NUL or half a character in what an agent says does not stop a commit', async () => {
    const row = await created()
    const hostile = 'a\0b\ud800c'
    await write({
      runs: [{ ...row, reason: hostile }],
      stages: [aStage(row.id, 'a', { reason: hostile, outputs: { [hostile]: hostile } })],
      attempts: [anAttempt(row.id, 'a', { worker: hostile, record: hostile })],
      outbox: [{ tenant: 'default', run: row.id, message: { kind: 'stop', agent: hostile, fence: 1 } }],
    })
    const [stage] = await ledger().stages(row.id)
    expect(stage?.reason).toBe('a\ufffdb\ufffdc')
    expect(stage?.outputs).toEqual({ [hostile]: hostile })
    expect((await ledger().attempts(row.id))[0]?.record).toBe(hostile)
  })

  describe('a row that exists', () => {
    test('of a stage or a gate is replaced', async () => {
      const { id } = await created()
      await write({ stages: [aDispatchedStage(id, 'a')], gates: [aGate(id, 'g')] })
      const stage = aStage(id, 'a', { status: 'succeeded', finishedAt: 5, outputs: { n: 1 } })
      const gate = aGate(id, 'g', { verdict: 'approved', decidedAt: 5 })
      await write({ stages: [stage], gates: [gate] })
      expect(await ledger().stages(id)).toEqual([stage])
      expect(await ledger().gates({ run: id })).toEqual([gate])
    })

    test('of an attempt is never replaced: it ends once', async () => {
      const { id } = await created()
      const attempt = anAttempt(id, 'a')
      await write({ attempts: [attempt] })
      const again = anAttempt(id, 'a', { status: 'failed' })
      await expect(write({ attempts: [again] })).rejects.toThrow('attempts_pkey')
      expect(await ledger().attempts(id)).toEqual([attempt])
    })

    test('of a stage named twice in a commit ends as the last one says', async () => {
      const { id } = await created()
      await write({ stages: [aStage(id, 'a'), aStage(id, 'a', { phase: 'PLAN' })] })
      expect((await ledger().stages(id)).map(({ phase }) => phase)).toEqual(['PLAN'])
    })

    test('of an entry is never replaced', async () => {
      const { row, commit } = aRunWithEntries(2)
      await write(commit)
      const forged = commit.entries.map((entry) => ({ ...entry, body: '{}' }))
      await expect(write({ entries: forged })).rejects.toThrow('entries_pkey')
      expect(await ledger().entries(row.id, 0, 10)).toEqual(commit.entries)
    })

    test('of a vote is never replaced: its number is given once, and a person votes once', async () => {
      const { id } = await created()
      await write({ gates: [aGate(id, 'g')], votes: [aVote(id, 'g', 'ada')] })
      await expect(write({ votes: [aVote(id, 'g', 'bob', { as: 'ada' })] })).rejects.toThrow('votes_pkey')
      await expect(
        write({ votes: [aVote(id, 'g', 'ada', { as: 'role:owner', number: 2 })] }),
      ).rejects.toThrow('votes_voter')
      await write({ votes: [aVote(id, 'g', 'bob', { number: 2 })] })
      expect((await ledger().votes(id)).map(({ as }) => as)).toEqual(['ada', 'bob'])
    })
  })

  test('an idempotency key belongs to one run', async () => {
    const idempotencyKey = aRun().id
    const submit = () => write({ created: [{ row: aRun({ idempotencyKey }), graph: aGraph() }] })
    await submit()
    await expect(submit()).rejects.toThrow('runs_idempotency')
    const find = (project: string) =>
      ledger().transaction((tx) => tx.runsByKeys([{ tenant: 'default', project, key: idempotencyKey }]))
    expect((await find('default')).map((run) => run.idempotencyKey)).toEqual([idempotencyKey])
    expect(await find('other')).toEqual([])
  })

  test('a run of an unknown tenant or project is refused', async () => {
    const submit = (facts: object) => write({ created: [{ row: aRun(facts), graph: aGraph() }] })
    await expect(submit({ tenant: 'nobody' })).rejects.toThrow('foreign key')
    await expect(submit({ project: 'nothing' })).rejects.toThrow('foreign key')
  })

  test('outbox ids are answered in the order of the messages', async () => {
    const { id } = await created()
    const outbox = Array.from({ length: 100 }, (_, fence) => ({
      tenant: 'default',
      run: id,
      message: { kind: 'stop', agent: 'a', fence } as const,
    }))
    const ids = await write({ outbox })
    const stale = await ledger().staleOutbox(Number.MAX_SAFE_INTEGER, 10_000)
    const byId = new Map(stale.map((row) => [row.id, row.message]))
    expect(ids.map((row) => byId.get(row))).toEqual(outbox.map(({ message }) => message))
  })

  test('a commit of 5,000 entries and 5,000 stages is written and read whole', async () => {
    const { row, commit } = aRunWithEntries(5_000)
    const stages = Array.from({ length: 5_000 }, (_, position) =>
      aStage(row.id, `s${position}`, { position }),
    )
    await write({ ...commit, stages })
    expect(await ledger().transaction((tx) => tx.entriesAfter([{ run: row.id, seq: 0 }]))).toEqual(
      commit.entries,
    )
    expect(await ledger().stages(row.id)).toEqual(stages)
  })
}
