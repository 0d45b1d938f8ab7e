import { type Commit, type FoundHit, type Ledger, type SearchKind, type SearchQuery } from '@muster/core'
import { expect, test } from 'vitest'
import {
  aCommit,
  aGate,
  aGraph,
  anAbout,
  anAttempt,
  aRun,
  aStage,
  aVote,
  entriesAfter,
} from './ledger-rows.ts'

const AT = 2_300_000_000_000
const TENANT = 'found'

function nameOf(hit: FoundHit): string {
  switch (hit.kind) {
    case 'run':
      return hit.run.id
    case 'entry':
      return `${hit.entry.run}/${hit.entry.seq}`
    case 'agent':
    case 'stage':
    case 'gate':
      return `${hit.run}.${hit.stage}`
  }
}

/** The part of the conformance suite about what is looked for. */
export function describeSearch(ledger: () => Ledger): void {
  const find = async (kind: SearchKind, query: Partial<SearchQuery> = {}, more: object = {}) => {
    const { found } = await ledger().search({
      tenant: TENANT,
      kind,
      limit: 50,
      query: { words: [], ...query },
      ...more,
    })
    return found.map(({ hit }) => nameOf(hit))
  }
  /** All pages of two. */
  const pages = async (kind: SearchKind, query: Partial<SearchQuery>) => {
    const all: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await ledger().search({
        tenant: TENANT,
        kind,
        limit: 2,
        query: { words: [], ...query },
        ...(after !== undefined && { after }),
      })
      all.push(...page.found.map(({ hit }) => nameOf(hit)))
      expect(all.length).toBeLessThan(100)
      after = page.next
    }
    return all
  }

  /** Five runs, newest last in time: `r4` is the newest. Every other one failed at its stage `checks.lint`. */
  async function seed(): Promise<void> {
    if (!(await ledger().createTenant(TENANT))) return
    await ledger().createProject(TENANT, 'apart')
    for (const index of [0, 1, 2, 3, 4]) {
      const by = { kind: 'person', name: index === 4 ? 'Zoë' : 'ana', roles: [] } as const
      const failed = index % 2 === 0
      // As ids are made: the end of one tells when it began.
      const begun = aRun({
        tenant: TENANT,
        project: index === 3 ? 'apart' : 'default',
        id: `deploy${index}-000000${index}abcdefgh`,
        pipeline: index === 1 ? 'Übung' : 'deploy',
        submittedAt: AT + index * 1_000,
        finishedAt: AT + index * 1_000 + 500,
        status: failed ? 'failed' : 'succeeded',
        by,
      })
      const entries = entriesAfter(begun, [
        { kind: 'run.retried', by },
        {
          kind: 'gate.decided',
          stage: 'ask',
          verdict: 'rejected',
          reason: index === 2 ? 'Not "today"' : null,
        },
      ])
      const row = { ...begun, seq: 2, head: entries.at(-1)?.hash ?? '' }
      const of = { tenant: TENANT }
      const ended = { finishedAt: AT, startedAt: AT }
      const commit: Partial<Commit> = {
        created: [{ row, graph: aGraph() }],
        entries,
        stages: [
          aStage(row.id, 'checks', { ...of, ...ended, type: 'parallel', status: 'succeeded' }),
          aStage(row.id, 'checks.lint', {
            ...of,
            ...ended,
            status: failed ? 'failed' : 'succeeded',
            reason: failed ? 'Out of Memory' : null,
          }),
          aStage(row.id, 'lint', { ...of, status: 'pending' }),
        ],
        attempts: [
          anAttempt(row.id, 'checks.lint', { ...of, tier: failed ? 2 : 1 }),
          anAttempt(row.id, 'checks.lint', { ...of, tier: failed ? 2 : 1, fence: 2 }),
        ],
        gates: [
          aGate(row.id, 'ask', {
            ...of,
            openedAt: AT + index,
            message: `Ship ${index}?`,
            about: anAbout({ leadsTo: failed ? 3 : null }),
            ...(index < 4 && { verdict: 'rejected', decidedAt: AT }),
          }),
        ],
        votes: index < 4 ? [aVote(row.id, 'ask', index === 0 ? 'ben' : 'cleo', of)] : [],
      }
      await ledger().write(aCommit(commit))
    }
  }
  const ids = (suffix: string, ...indexes: readonly number[]) =>
    indexes.map((index) => `deploy${index}-000000${index}abcdefgh${suffix}`)

  test('a search finds runs as lists of runs do', async () => {
    await seed()
    expect(await find('run')).toEqual(ids('', 4, 3, 2, 1, 0))
    expect(await find('run', { words: ['zoë'] })).toEqual(ids('', 4))
    expect(await find('run', { words: ['ÜBUNG'] })).toEqual(ids('', 1))
    expect(await find('run', { status: 'failed', by: 'ana' })).toEqual(ids('', 2, 0))
    expect(await find('run', { since: AT + 3_000 })).toEqual(ids('', 4, 3))
    expect(await find('run', {}, { project: 'apart' })).toEqual(ids('', 3))
    expect(await pages('run', {})).toEqual(ids('', 4, 3, 2, 1, 0))
  })

  test('agents and other stages are found by name, status, tier, why, and what is asked of their runs', async () => {
    await seed()
    expect(await find('stage')).toEqual(ids('.checks', 4, 3, 2, 1, 0))
    const lint = (...indexes: readonly number[]) => ids('.checks.lint', ...indexes)
    expect(await find('agent', { status: 'failed' })).toEqual(lint(4, 2, 0))
    expect(await find('agent', { stage: 'checks.lint' })).toEqual(lint(4, 3, 2, 1, 0))
    expect(await find('agent', { stage: 'lint', status: 'succeeded' })).toEqual(lint(3, 1))
    expect(await find('agent', { words: ['memory', 'out of'] })).toEqual(lint(4, 2, 0))
    expect(await find('agent', { words: ['LINT', 'übung'], status: 'succeeded' })).toEqual(lint(1))
    expect(await find('agent', { tier: 2 })).toEqual(lint(4, 2, 0))
    expect(await find('agent', { tier: 1, stage: 'lint' })).toEqual(lint(3, 1))
    expect(await find('agent', { by: 'Zoë', status: 'failed' })).toEqual(lint(4))
    expect(await find('agent', { since: AT + 2_000, tier: 2 })).toEqual(lint(4, 2))
    expect(await find('agent', { tier: 1 }, { project: 'apart' })).toEqual(lint(3))
    expect(await find('agent', { words: ['nothing like it'] })).toEqual([])
  })

  test('every page of stages goes on where the one before ended, however they are looked for', async () => {
    await seed()
    const both = [4, 3, 2, 1, 0].flatMap((index) => ids('.lint', index).concat(ids('.checks.lint', index)))
    expect(await pages('agent', {})).toEqual(both)
    expect(await pages('agent', { stage: 'lint' })).toEqual(both)
    expect(await pages('agent', { tier: 2 })).toEqual(ids('.checks.lint', 4, 2, 0))
    expect(await pages('agent', { words: ['lint'], pipeline: 'deploy', status: 'pending' })).toEqual(
      ids('.lint', 4, 3, 2, 0),
    )
  })

  test('gates are found by what they ask, who voted, what they lead to and how they ended', async () => {
    await seed()
    const ask = (...indexes: readonly number[]) => ids('.ask', ...indexes)
    expect(await pages('gate', {})).toEqual(ask(4, 3, 2, 1, 0))
    expect(await find('gate', { words: ['ship 2'] })).toEqual(ask(2))
    expect(await find('gate', { status: 'waiting' })).toEqual(ask(4))
    expect(await find('gate', { status: 'rejected', by: 'ben' })).toEqual(ask(0))
    expect(await find('gate', { tier: 3, stage: 'ask', pipeline: 'deploy' })).toEqual(ask(4, 2, 0))
    expect(await find('gate', { since: AT + 3 })).toEqual(ask(4, 3))
  })

  test('entries are found by what happened, who is named, where, when and what they hold', async () => {
    await seed()
    const all = [4, 3, 2, 1, 0].flatMap((index) => ids('/2', index).concat(ids('/1', index)))
    expect(await pages('entry', {})).toEqual(all)
    expect(await find('entry', { entry: 'gate.decided' })).toEqual(ids('/2', 4, 3, 2, 1, 0))
    expect(await find('entry', { by: 'Zoë' })).toEqual(ids('/1', 4))
    expect(await find('entry', { stage: 'ask', pipeline: 'Übung' })).toEqual(ids('/2', 1))
    expect(await find('entry', { words: ['not "TODAY"'] })).toEqual(ids('/2', 2))
    // Letters that are hex digits are not found in hashes.
    expect(await find('entry', { words: ['ada'] })).toEqual([])
    expect(await pages('entry', { words: ['ana'] })).toEqual(ids('/1', 3, 2, 1, 0))
    expect(await find('entry', { since: AT * 2 })).toEqual([])
  })

  test('a search that goes on from nowhere is refused', async () => {
    await seed()
    for (const kind of ['agent', 'gate', 'entry'] as const)
      await expect(find(kind, {}, { after: '?' })).rejects.toMatchObject({ code: 'MUSTER_SEARCH' })
  })

  test('views are kept for each owner and page by name, as many as they may have, until they are forgotten', async () => {
    await seed()
    const view = { tenant: TENANT, owner: 'ana', page: 'runs', name: 'mine', query: 'a=1' } as const
    const keep = (facts: object, most = 2) => ledger().saveView({ ...view, ...facts }, most)
    expect([await keep({}), await keep({ page: 'search' }), await keep({ name: 'third' })]).toEqual([
      true,
      true,
      false,
    ])
    expect(await keep({ query: 'a=2' })).toBe(true)
    expect(await keep({ owner: 'ben' })).toBe(true)
    expect(await ledger().views(TENANT, 'ana')).toEqual([
      { page: 'runs', name: 'mine', query: 'a=2' },
      { page: 'search', name: 'mine', query: 'a=1' },
    ])
    expect([await ledger().dropView(view), await ledger().dropView(view)]).toEqual([true, false])
    expect(await ledger().views(TENANT, 'ana')).toEqual([{ page: 'search', name: 'mine', query: 'a=1' }])
    expect(await ledger().views('other', 'ana')).toEqual([])
  })
}
