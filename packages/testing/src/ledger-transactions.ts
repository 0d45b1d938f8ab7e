import type { Ledger } from '@muster/core'
import { expect, test } from 'vitest'
import { aCommit, aGraph, aRun, aRunWithEntries, aStage, entriesAfter } from './ledger-rows.ts'

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

/** The part of the conformance suite about transactions and locks. */
export function describeTransactions(ledger: () => Ledger): void {
  test('a transaction that rejects leaves nothing behind', async () => {
    const { row, commit } = aRunWithEntries(3)
    const written = ledger().transaction(async (tx) => {
      await tx.write({
        ...commit,
        stages: [aStage(row.id, 'a')],
        outbox: [
          { tenant: 'default', run: row.id, message: { kind: 'stop', agent: `${row.id}.a`, fence: 1 } },
        ],
      })
      throw new Error('changed my mind')
    })
    await expect(written).rejects.toThrow('changed my mind')
    expect(await ledger().run(row.tenant, row.id)).toBeNull()
    expect(await ledger().entries(row.id, 0, 10)).toEqual([])
    expect(await ledger().stages(row.id)).toEqual([])
    const left = await ledger().staleOutbox(Number.MAX_SAFE_INTEGER, 10_000)
    expect(left.filter(({ run }) => run === row.id)).toEqual([])
  })

  test('a commit that breaks a rule is undone whole, and the ledger goes on', async () => {
    const { row, commit } = aRunWithEntries(1)
    const finishedWithoutTime = aStage(row.id, 'a', { status: 'succeeded' })
    const write = (stages: typeof commit.stages) =>
      ledger().transaction((tx) => tx.write({ ...commit, stages }))
    await expect(write([finishedWithoutTime])).rejects.toThrow('stages_finished')
    expect(await ledger().run(row.tenant, row.id)).toBeNull()
    await write([aStage(row.id, 'a')])
    expect(await ledger().run(row.tenant, row.id)).toEqual(row)
  })

  test('a transaction answers what its work answers', async () => {
    expect(await ledger().transaction(async () => ({ answer: [1, 2] }))).toEqual({ answer: [1, 2] })
  })

  test('a locked run makes the next transaction wait and see what was written', async () => {
    const { row, commit } = aRunWithEntries(0)
    await ledger().transaction((tx) => tx.write(commit))
    const order: string[] = []
    const locked = signal()
    const held = signal()
    const first = ledger().transaction(async (tx) => {
      await tx.lockRuns([row.id])
      locked.give()
      await held.given
      // As many round trips as would let an unlocked second transaction overtake.
      for (let turn = 0; turn < 50; turn++) await tx.graphs([row.id])
      await tx.write(aCommit({ runs: [{ ...row, reason: 'first was here' }] }))
      order.push('first')
    })
    await locked.given
    const second = ledger().transaction(async (tx) => {
      await tx.lockRuns([row.id])
      order.push('second')
      const [seen] = await tx.runs([row.id])
      return seen?.reason
    })
    held.give()
    await first
    expect(await second).toBe('first was here')
    expect(order).toEqual(['first', 'second'])
  })

  test('transactions that lock the same runs in any order do not block each other for ever', async () => {
    const pair = [aRunWithEntries(0), aRunWithEntries(0)]
    for (const { commit } of pair) await ledger().transaction((tx) => tx.write(commit))
    const ids = pair.map(({ row }) => row.id)
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        ledger().transaction(async (tx) => (await tx.lockRuns(turn % 2 === 0 ? ids : ids.toReversed())).size),
      ),
    )
    expect(counts).toEqual(Array.from({ length: 20 }, () => 2))
  })

  test('locking answers how far the known runs are, in order of id, and no others', async () => {
    const rows = [aRun(), aRun({ seq: 3 }), aRun()]
    await ledger().transaction((tx) =>
      tx.write(aCommit({ created: rows.map((row) => ({ row, graph: aGraph() })) })),
    )
    const ids = rows.map(({ id }) => id)
    const seen = await ledger().transaction((tx) => tx.lockRuns([...ids.toReversed(), 'r-unknown']))
    const heads = rows.map(({ id, seq }) => [id, seq] as const)
    expect([...seen]).toEqual(heads.toSorted(([one], [other]) => (one < other ? -1 : 1)))
    expect((await ledger().transaction((tx) => tx.lockRuns([]))).size).toBe(0)
  })

  test('of submissions at once with one idempotency key, one creates the run and the others find it', async () => {
    const key = aRun().id
    const submit = () =>
      ledger().transaction(async (tx) => {
        const [existing] = await tx.runsByKeys([{ tenant: 'default', project: 'default', key }])
        if (existing !== undefined) return { id: existing.id, created: false }
        const row = aRun({ idempotencyKey: key })
        await tx.write(aCommit({ created: [{ row, graph: aGraph() }] }))
        return { id: row.id, created: true }
      })
    const answers = await Promise.all(Array.from({ length: 8 }, submit))
    expect(answers.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  })

  test('a transaction reads the entries it has written itself', async () => {
    const { row, commit } = aRunWithEntries(2)
    const seen = await ledger().transaction(async (tx) => {
      await tx.write(commit)
      await tx.write(aCommit({ entries: entriesAfter(row, [{ kind: 'run.retried', by: row.by }]) }))
      return tx.entriesAfter([{ run: row.id, seq: 1 }])
    })
    expect(seen.map(({ seq }) => seq)).toEqual([2, 3])
  })

  test('what was asked and not waited for is committed with the rest', async () => {
    const { row, commit } = aRunWithEntries(1)
    await ledger().transaction(async (tx) => void tx.write(commit).catch(() => {}))
    expect(await ledger().run(row.tenant, row.id)).toEqual(row)
  })

  test('what was asked and not waited for undoes the transaction when it fails', async () => {
    const { row, commit } = aRunWithEntries(1)
    const finishedWithoutTime = aStage(row.id, 'a', { status: 'succeeded' })
    const written = ledger().transaction(async (tx) => {
      tx.write({ ...commit, stages: [finishedWithoutTime] }).catch(() => {})
    })
    await expect(written).rejects.toThrow('stages_finished')
    expect(await ledger().run(row.tenant, row.id)).toBeNull()
  })

  test('graphs and entries of several runs are read at once, those of unknown runs left out', async () => {
    const [one, other] = [aRunWithEntries(3), aRunWithEntries(2)]
    for (const { commit } of [one, other]) await ledger().transaction((tx) => tx.write(commit))
    const ids = [one.row.id, other.row.id, 'r-unknown']
    const seen = await ledger().transaction(async (tx) => ({
      graphs: await tx.graphs(ids),
      entries: await tx.entriesAfter([
        { run: one.row.id, seq: 1 },
        { run: other.row.id, seq: 0 },
      ]),
      rows: await tx.runs(ids),
    }))
    expect(seen.graphs).toEqual(new Map([one, other].map(({ row }) => [row.id, aGraph()])))
    const entries = [...one.commit.entries.slice(1), ...other.commit.entries]
    expect(new Set(seen.entries)).toEqual(new Set(entries))
    expect(new Set(seen.rows)).toEqual(new Set([one.row, other.row]))
  })
}
