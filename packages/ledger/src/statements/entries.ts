import type { Commit } from '@muster/core'
import { sql } from 'drizzle-orm'
import { arrayLiteral } from '../columnar.ts'
import { type CommitPart, insertInto } from '../commit-part.ts'
import { columnsOf, list, number, ofRun, statement, type Values } from '../statement.ts'
import { entries, runs, tenants } from '../tables/index.ts'

type Row = typeof entries.$inferSelect

const insert = insertInto(entries, ['body', 'hash'])

/**
 * Its number makes an entry the only one of its kind: of two planners that move a run at once, one fails. So does who
 * does not know of a revocation: a commit is held to the number of links that its tenants have by now.
 */
export const insertEntries: CommitPart<Row> = {
  query: sql`${insert.query} where (select count(*) filter (where case
      when ${tenants.revocations} = known."seq" then false else muster_revoked_meanwhile(${tenants.id}) end) = 0
    from unnest(${list('known.tenants', 'text')}, ${list('known.seqs', 'integer')}) as known("tenant", "seq")
    join ${tenants} on ${tenants.id} = known."tenant")`,
  values: insert.values,
}

/** What `insertEntries` holds a commit to. */
export function knownRevocations({ revocations }: Pick<Commit, 'revocations'>): Values {
  return {
    'known.tenants': arrayLiteral(revocations.map(({ tenant }) => tenant)),
    'known.seqs': arrayLiteral(revocations.map(({ seq }) => seq)),
  }
}

export const entriesAfter = statement<Row>(
  sql`select ${columnsOf(entries)} from unnest(${list('runs', 'text')}, ${list('seqs', 'integer')}) as given("run", "seq")
    join ${runs} on ${runs.id} = given."run"
    join ${entries} on ${entries.tenant} = ${runs.tenant} and ${entries.run} = ${runs.id} and ${entries.seq} > given."seq"
    order by ${entries.run}, ${entries.seq}`,
)

export const entriesOf = statement<Row>(
  sql`select ${columnsOf(entries)} from ${entries} where ${ofRun(entries)}
    and ${entries.seq} > ${number('after')} order by ${entries.seq} limit ${number('limit')}`,
)
