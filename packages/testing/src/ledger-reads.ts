import { setTimeout } from 'node:timers/promises'
import type { Commit, Ledger } from '@muster/core'
import { expect, test } from 'vitest'
import {
  aCommit,
  aDispatchedStage,
  aGate,
  aGraph,
  anAttempt,
  aRun,
  aRunWithEntries,
  aStage,
  aVote,
} from './ledger-rows.ts'

const MANY = 100_000
const LATER = Number.MAX_SAFE_INTEGER

/** The part of the conformance suite about what is asked. */
export function describeReads(ledger: () => Ledger): void {
  const write = (commit: Partial<Commit>) => ledger().transaction((tx) => tx.write(aCommit(commit)))
  const create = (rows: readonly ReturnType<typeof aRun>[]) =>
    write({ created: rows.map((row) => ({ row, graph: aGraph() })) })

  test('migrating again changes nothing', async () => {
    const { row, commit } = aRunWithEntries(1)
    await write(commit)
    await ledger().migrate()
    expect(await ledger().run(row.tenant, row.id)).toEqual(row)
  })

  test('an unknown run is null, has nothing, and its graph is an error with a code', async () => {
    expect(await ledger().run('default', 'r-unknown')).toBeNull()
    expect(await ledger().stages('r-unknown')).toEqual([])
    expect(await ledger().entries('r-unknown', 0, 10)).toEqual([])
    await expect(ledger().graph('r-unknown')).rejects.toMatchObject({ code: 'MUSTER_RUN_NOT_FOUND' })
  })

  test('a run is not shown to another tenant', async () => {
    const run = aRun()
    await create([run])
    expect(await ledger().run('other', run.id)).toBeNull()
    expect(await ledger().runs({ tenant: 'other', limit: MANY })).toEqual([])
  })

  test('approvals of somebody are counted wherever they gave them, but not those that followed from a run', async () => {
    const viewer = crypto.randomUUID()
    const runs = Array.from({ length: 5 }, () => aRun())
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = runs.map(({ id }) => id)
    await create(runs)
    const through = { kind: 'person', name: 'ann', roles: [], via: viewer } as const
    const gate = aGate(first, 'ask')
    await write({
      gates: [gate, ...runs.slice(1).map(({ id }) => aGate(id, 'ask'))],
      votes: [
        aVote(first, 'ask', viewer, { at: 1_000, surface: 'page' }),
        aVote(second, 'ask', viewer, { at: 3_000, surface: 'cli', voter: through }),
        aVote(third, 'ask', viewer, { at: 3_000, surface: 'cli', decision: 'reject' }),
        aVote(fourth, 'ask', viewer, { at: 3_000 }),
        aVote(first, 'ask', 'somebody else', { at: 3_000, surface: 'page', number: 2 }),
        aVote(fifth, 'ask', viewer, { at: 2_000, surface: 'queue' }),
      ],
    })
    const of = { tenant: 'default', viewer, run: first, stage: 'ask', seen: gate.digest }
    const asked = (since: number, minute: number) => ledger().attention({ ...of, since, minute })
    expect(await asked(0, 2_000)).toEqual({ recent: 3, inMinute: 1, shownAt: null })
    expect(await ledger().approvals('default', 1_000, 1_000)).toContainEqual({
      person: viewer,
      count: 2,
    })
    expect(await asked(1_000, 1_999)).toEqual({ recent: 2, inMinute: 2, shownAt: null })
    expect(await ledger().attention({ ...of, since: 0, minute: 0, tenant: 'other' })).toMatchObject({
      recent: 0,
    })
  })

  test('when somebody was first shown a gate is kept for its round, as long as it is open', async () => {
    const run = aRun()
    await create([run])
    const first = aGate(run.id, 'ask')
    const second = { ...first, round: 2, digest: 'sha256:second' }
    const view = { tenant: 'default', run: run.id, stage: 'ask', round: 1, viewer: 'ann' }
    const shown = async (seen: string, viewer = 'ann') =>
      (await ledger().attention({ ...view, viewer, seen, since: 0, minute: 0 })).shownAt
    await ledger().noteShown({ ...view, at: 5 })
    expect(await shown(first.digest)).toBeNull()
    await write({ gates: [first] })
    await ledger().noteShown({ ...view, at: 10 })
    await ledger().noteShown({ ...view, at: 20 })
    expect(await shown(first.digest)).toBe(10)
    expect(await shown(first.digest, 'bob')).toBeNull()
    await write({ gates: [{ ...first, verdict: 'reopened', decidedAt: 30 }, second] })
    await ledger().noteShown({ ...view, viewer: 'bob', at: 30 })
    expect([await shown(second.digest), await shown(first.digest, 'bob')]).toEqual([null, null])
  })

  test('runs are listed newest first, a page at a time, none twice and none left out', async () => {
    const at = 2_000_000_000_000
    const runs = Array.from({ length: 7 }, (_, place) => aRun({ submittedAt: at + Math.floor(place / 3) }))
    await create(runs)
    const expected = runs.toSorted(
      (left, right) => right.submittedAt - left.submittedAt || (left.id < right.id ? 1 : -1),
    )
    const seen: string[] = []
    let before: { before?: string } = {}
    while (seen.length < runs.length) {
      const page = await ledger().runs({ tenant: 'default', limit: 2, ...before })
      seen.push(...page.map(({ id }) => id))
      before = { before: page.at(-1)?.id ?? '' }
    }
    expect(seen.slice(0, runs.length)).toEqual(expected.map(({ id }) => id))
  })

  test('runs of a status are listed without the others', async () => {
    const failed = aRun({ status: 'failed', finishedAt: 1, submittedAt: 2_100_000_000_000 })
    const running = aRun({ submittedAt: 2_100_000_000_000 })
    await create([failed, running])
    const list = await ledger().runs({ tenant: 'default', status: 'failed', limit: 1 })
    expect(list.map(({ id }) => id)).toEqual([failed.id])
    const open = await ledger().openRuns()
    expect(open).toContain(running.id)
    expect(open).not.toContain(failed.id)
  })

  test('runs are found by pipeline, by who submitted them, by words in any of these, and from a moment on', async () => {
    const at = 2_200_000_000_000
    const by = { kind: 'person', name: 'Zoë', roles: [] } as const
    const old = aRun({ pipeline: 'Rare', submittedAt: at })
    const late = aRun({ pipeline: 'Rare', submittedAt: at + 2, by })
    const other = aRun({
      submittedAt: at + 1,
      by,
      status: 'failed',
      finishedAt: at + 1,
      reason: '100% rare_',
    })
    await create([old, late, other])
    const found = async (filter: object) =>
      (await ledger().runs({ tenant: 'default', limit: MANY, ...filter })).map(({ id }) => id)
    expect(await found({ pipeline: 'Rare' })).toEqual([late.id, old.id])
    expect(await found({ by: 'Zoë' })).toEqual([late.id, other.id])
    expect(await found({ words: ['rARE'] })).toEqual([late.id, other.id, old.id])
    expect(await found({ words: ['% rare_'] })).toEqual([other.id])
    expect(await found({ words: ['rare', 'ZOË'] })).toEqual([late.id, other.id])
    expect(await found({ words: [late.id.toUpperCase()] })).toEqual([late.id])
    expect(await found({ words: ['zo'], since: at + 2 })).toEqual([late.id])
    expect(await found({ words: ['rare'], status: 'failed' })).toEqual([other.id])
    expect(await found({ words: ['rare'], before: late.id })).toEqual([other.id, old.id])
    expect(await found({ pipeline: 'Rare', project: 'elsewhere' })).toEqual([])
  })

  test('what came to an end is added up by the minute and told by tenant or project, until two days later', async () => {
    const tenant = 'counting'
    const minute = 30_000_000
    await ledger().createTenant(tenant)
    const row = (project: string, of: number, phases: number) => {
      const ends = { succeeded: 1, failed: 0, cancelled: 2, timedOut: 3, revoked: 0 }
      return { tenant, project, minute: of, phases, ...ends }
    }
    await ledger().count([row('a', minute, 5), row('b', minute, 1), row('a', minute + 1, 2)])
    await ledger().count([row('a', minute, 5)])
    await ledger().count([])
    const told = async (project: string | null, since = minute) =>
      (
        await ledger()
          .of(tenant)
          .counted({ tenant, project }, since * 60_000)
      ).minutes
    expect(await told('a')).toEqual([
      { minute, phases: 10, succeeded: 2, failed: 0, cancelled: 4, timedOut: 6, revoked: 0 },
      { minute: minute + 1, phases: 2, succeeded: 1, failed: 0, cancelled: 2, timedOut: 3, revoked: 0 },
    ])
    expect((await told(null)).map(({ phases }) => phases)).toEqual([11, 2])
    expect((await told(null, minute + 1)).map(({ phases }) => phases)).toEqual([2])
    await ledger().count([row('a', minute + 2 * 24 * 60 + 1, 7)])
    expect((await told('a')).map(({ phases }) => phases)).toEqual([2, 7])
    expect((await told('b')).map(({ phases }) => phases)).toEqual([1])
  })

  test('open gates and runs at work are counted for a tenant or a project, with since when half of the gates wait', async () => {
    const tenant = 'waiting'
    await ledger().createTenant(tenant)
    await ledger().createProject(tenant, 'site')
    const [here, there] = [aRun({ tenant, project: 'site' }), aRun({ tenant })]
    await create([here, there, aRun({ tenant, status: 'failed', finishedAt: 1 })])
    const gate = (run: string, stage: string, openedAt: number) => aGate(run, stage, { tenant, openedAt })
    const decided = { ...gate(here.id, 'd', 1), verdict: 'approved', decidedAt: 2 } as const
    await write({
      gates: [gate(here.id, 'a', 30), gate(here.id, 'b', 10), gate(there.id, 'a', 20), decided],
    })
    const counted = async (project: string | null) => {
      const { gates, running } = await ledger().of(tenant).counted({ tenant, project }, 0)
      return { ...gates, running }
    }
    expect(await counted(null)).toEqual({ open: 3, medianAt: 20, oldestAt: 10, running: 2 })
    expect(await counted('site')).toEqual({ open: 2, medianAt: 10, oldestAt: 10, running: 1 })
    expect(await counted('none')).toEqual({ open: 0, medianAt: null, oldestAt: null, running: 0 })
    expect((await ledger().of(tenant).about()).name).toMatch(/^(PGlite, )?Postgres \d+/)
  })

  test('a run moves: its status, end, deadline and head; not what it was submitted with', async () => {
    const run = aRun({ deadlineAt: 9 })
    await create([run])
    const ended = { ...run, status: 'failed', finishedAt: 8, deadlineAt: null, reason: 'x', seq: 3 } as const
    await write({ runs: [{ ...ended, pipeline: 'forged' }] })
    expect(await ledger().run(run.tenant, run.id)).toEqual(ended)
    await write({ runs: [run] })
    expect(await ledger().run(run.tenant, run.id)).toEqual(run)
  })

  test('deadlines are due when they have passed, the longest overdue first, and only of what is open', async () => {
    const late = aRun({ deadlineAt: 20 })
    const ended = aRun({ status: 'failed', finishedAt: 1, deadlineAt: 10 })
    await create([late, ended])
    await write({
      stages: [
        aStage(late.id, 'early', { status: 'running', deadlineAt: 10 }),
        aStage(late.id, 'future', { status: 'running', deadlineAt: 31 }),
        aStage(late.id, 'done', { status: 'succeeded', finishedAt: 5, deadlineAt: 10 }),
        aStage(late.id, 'gate', { status: 'waiting', deadlineAt: 30 }),
      ],
    })
    const mine = async (now: number) =>
      (await ledger().due(now, MANY)).filter(({ run }) => run === late.id || run === ended.id)
    expect(await mine(30)).toEqual([
      { run: late.id, stage: 'early' },
      { run: late.id, stage: null },
      { run: late.id, stage: 'gate' },
    ])
    expect(await ledger().due(30, 1)).toHaveLength(1)
    await write({ runs: [{ ...late, deadlineAt: null }], stages: [aStage(late.id, 'early')] })
    expect(await mine(20)).toEqual([])
  })

  test('in flight are dispatched attempts of open runs, with their tier', async () => {
    const open = aRun()
    const ended = aRun({ status: 'cancelled', finishedAt: 1 })
    await create([open, ended])
    const sent = {
      stage: 'a',
      phase: 'PLAN',
      attempt: 2,
      fence: 3,
      tier: 4,
      home: 'w',
      dispatchedAt: 50,
    } as const
    await write({
      attempts: [anAttempt(open.id, 'a', { fence: 2, status: 'superseded', dispatchedAt: 40 })],
      stages: [
        aDispatchedStage(open.id, 'a', sent),
        aDispatchedStage(open.id, 'b', { dispatchedAt: 60 }),
        aStage(open.id, 'c'),
        aDispatchedStage(ended.id, 'a', { dispatchedAt: 50 }),
      ],
    })
    const seen = await ledger().inFlight(60, { run: '', stage: '' }, MANY)
    expect(seen).toEqual([{ tenant: open.tenant, run: open.id, ...sent }])
  })

  test('what is in flight is walked through a page at a time, none twice and none left out', async () => {
    const runs = [aRun(), aRun(), aRun()].toSorted((one, other) => (one.id < other.id ? -1 : 1))
    await create(runs)
    const names = ['a', 'b', 'c']
    await write({
      stages: runs.flatMap(({ id }) =>
        names.map((stage) => aDispatchedStage(id, stage, { dispatchedAt: 7 })),
      ),
    })
    const seen: string[] = []
    for (let after = { run: '', stage: '' }; ; ) {
      const page = await ledger().inFlight(8, after, 2)
      seen.push(...page.map(({ run, stage }) => `${run} ${stage}`))
      const last = page.at(-1)
      if (last === undefined) break
      after = { run: last.run, stage: last.stage }
    }
    expect(seen).toEqual(runs.flatMap(({ id }) => names.map((stage) => `${id} ${stage}`)))
  })

  test('the attempts of a run are those that ended and those under way, in the order of their dispatch', async () => {
    const run = aRun()
    await create([run])
    const ended = anAttempt(run.id, 'a', { phase: 'PLAN', fence: 2, dispatchedAt: 10 })
    await write({
      attempts: [ended],
      stages: [
        aDispatchedStage(run.id, 'a', { phase: 'EXECUTE', fence: 3, dispatchedAt: 20, notBefore: 25 }),
      ],
    })
    const under = {
      status: 'dispatched',
      worker: null,
      startedAt: null,
      finishedAt: null,
      record: null,
    } as const
    expect(await ledger().attempts(run.id)).toEqual([
      ended,
      { ...ended, phase: 'EXECUTE', fence: 3, dispatchedAt: 20, notBefore: 25, ...under },
    ])
  })

  test('what changes after a position is told since it, whoever commits first, and of nobody else', async () => {
    const at = async () => (await ledger().changes(scope, null, MANY)).position
    const scope = { tenant: 'default', project: null }
    const changes = async (position: string) => (await ledger().changes(scope, position, MANY)).runs ?? []
    const since = async (position: string) => (await changes(position)).map(({ id }) => id)
    const [old, slow, fast] = [aRun(), aRun(), aRun()]
    await create([old])
    let commit = (): void => {}
    const open = new Promise<void>((resolve) => {
      commit = resolve
    })
    let written = (): void => {}
    const wrote = new Promise<void>((resolve) => {
      written = resolve
    })
    const slowly = ledger().transaction(async (tx) => {
      await tx.write(aCommit({ created: [{ row: slow, graph: aGraph() }] }))
      written()
      await open
    })
    await wrote
    // One process has one connection to PGlite: there nobody commits in between.
    const between = at()
    const position = await Promise.race([between, setTimeout(200).then(() => null)])
    commit()
    await slowly
    await create([fast])
    const before = position ?? (await between)
    const seen = await since(before)
    expect(seen).toContain(fast.id)
    if (position !== null) expect(seen).toContain(slow.id)
    expect(seen).not.toContain(old.id)
    // From each of them on, that one and all after it are told.
    for (const [index, one] of (await changes(before)).entries())
      expect(await since(one.position)).toEqual(expect.arrayContaining(seen.slice(index)))
    const after = await at()
    expect(await since(after)).toEqual([])
    await write({ runs: [{ ...old, seq: 1 }] })
    expect(await since(after)).toEqual([old.id])
    // Whatever moves a run: its end, and what is written of it after its end.
    const ended = { ...old, seq: 2, status: 'failed', finishedAt: Date.now() } as const
    for (const moved of [
      ended,
      { ...ended, seq: 3 },
      { ...ended, seq: 4, finishedAt: 8 },
      { ...ended, seq: 5 },
    ]) {
      const position = await at()
      await write({ runs: [moved] })
      expect(await since(position)).toEqual([old.id])
    }
    expect((await ledger().changes({ ...scope, project: 'other' }, after, MANY)).runs).toEqual([])
    expect((await ledger().changes({ ...scope, tenant: 'other' }, after, MANY)).runs).toEqual([])
  })

  test('more changes than were asked for, and what is no position of this ledger, cannot be told', async () => {
    const scope = { tenant: 'default', project: null }
    const { position, runs } = await ledger().changes(scope, null, MANY)
    expect(runs).toBeNull()
    await create([aRun(), aRun(), aRun()])
    expect((await ledger().changes(scope, position, 3)).runs).toHaveLength(3)
    expect((await ledger().changes(scope, position, 2)).runs).toBeNull()
    const [born = '', at = ''] = position.split('-')
    for (const stray of ['', 'x', `1-${at}`, `${born}-${'9'.repeat(15)}`, `${position}-1`, `${born}--1`])
      expect([stray, (await ledger().changes(scope, stray, MANY)).runs]).toEqual([stray, null])
  })

  test('outbox rows grow stale until they are cleared, and only those', async () => {
    const run = aRun()
    await create([run])
    const outbox = [1, 2, 3].map((fence) => ({
      tenant: 'default',
      run: run.id,
      message: { kind: 'stop', agent: 'a', fence } as const,
    }))
    const ids = await write({ outbox })
    const mine = async () =>
      (await ledger().staleOutbox(LATER, MANY)).filter((row) => row.run === run.id).map(({ id }) => id)
    expect(await ledger().staleOutbox(0, MANY)).toEqual([])
    expect(await mine()).toEqual(ids)
    expect(await ledger().staleOutbox(LATER, 1)).toHaveLength(1)
    await ledger().clearOutbox(ids.slice(0, 2))
    expect(await mine()).toEqual(ids.slice(2))
    await ledger().clearOutbox([])
    await ledger().clearOutbox(ids)
    expect(await mine()).toEqual([])
  })

  test('gates are listed by run, or those still open by tenant', async () => {
    const run = aRun()
    await create([run])
    const decided = aGate(run.id, 'g', { verdict: 'rejected', decidedAt: 2, openedAt: 1 })
    const open = aGate(run.id, 'g', { round: 2, openedAt: 3 })
    await write({ gates: [open, decided] })
    expect(await ledger().gates({ run: run.id })).toEqual([decided, open])
    const { by, pipeline, version } = run
    expect(await ledger().openGates({ tenant: 'default', run: run.id, limit: MANY })).toEqual([
      { gate: open, votes: [], by, pipeline, version },
    ])
    expect(await ledger().openGates({ tenant: 'other', limit: MANY })).toEqual([])
  })

  test('stages are answered in the order of the graph, entries in the order of their numbers', async () => {
    const { row, commit } = aRunWithEntries(25)
    const stages = [2, 0, 1].map((position) => aStage(row.id, `s${position}`, { position }))
    await write({ ...commit, entries: commit.entries.toReversed(), stages })
    expect((await ledger().stages(row.id)).map(({ stage }) => stage)).toEqual(['s0', 's1', 's2'])
    const page = await ledger().entries(row.id, 5, 10)
    expect(page).toEqual(commit.entries.slice(5, 15))
  })
}
