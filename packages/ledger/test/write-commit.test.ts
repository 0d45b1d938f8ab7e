import type { Database, Session, Sessions } from '@muster/ledger'
import { aCommit, aGate, anAttempt, aRunWithEntries, aStage, aVote } from '@muster/testing'
import { expect, test } from 'vitest'
import { arrayLiteral } from '../src/columnar.ts'
import { createLedger } from '../src/create-ledger.ts'

/** Counts statements and runs none. */
function countingDatabase(): { database: Database; texts: string[] } {
  const texts: string[] = []
  const session: Session = {
    rows: async (text) => {
      texts.push(text)
      return []
    },
    script: async () => {},
  }
  const sessions: Sessions = { ...session, transaction: (work) => work(session) }
  const nothing = async () => {}
  return {
    texts,
    database: { ...sessions, planner: sessions, tenant: () => sessions, reclaim: nothing, close: nothing },
  }
}

async function statementsFor(rows: number): Promise<readonly string[]> {
  const { database, texts } = countingDatabase()
  const { row, commit } = aRunWithEntries(rows)
  const many = <T>(make: (place: number) => T) => Array.from({ length: rows }, (_, place) => make(place))
  const full = aCommit({
    ...commit,
    stages: many((place) => aStage(row.id, `s${place}`)),
    attempts: many((place) => anAttempt(row.id, `s${place}`)),
    gates: many((place) => aGate(row.id, `g${place}`)),
    votes: many((place) => aVote(row.id, `g${place}`, 'ada')),
    outbox: many((fence) => ({
      tenant: row.tenant,
      run: row.id,
      message: { kind: 'stop', agent: 'a', fence } as const,
    })),
  })
  await createLedger(database, Date.now).transaction((tx) => tx.write(full))
  return texts
}

test('a commit is one statement, the same whatever its size, so that it stays prepared', async () => {
  const one = await statementsFor(1)
  expect(one).toHaveLength(1)
  expect(await statementsFor(1_000)).toEqual(one)
})

test('empty lists take no statement', async () => {
  const { database, texts } = countingDatabase()
  await createLedger(database, Date.now).transaction((tx) => tx.write(aCommit()))
  expect(texts).toEqual([])
})

test('an array literal quotes what Postgres would read as something else', () => {
  expect(arrayLiteral(['a', 'NULL', '', '{}', 'b,c', '"', '\\', null, 1, true, 'x\0y'])).toBe(
    '{"a","NULL","","{}","b,c","\\"","\\\\",NULL,1,true,"x\uFFFDy"}',
  )
})
