import type { Due, InFlight } from '@muster/core'
import { sql } from 'drizzle-orm'
import { upsertRows } from '../insert-rows.ts'
import { columnsOf, number, ofRun, statement } from '../statement.ts'
import { attempts, runs, stages } from '../tables/index.ts'

export const upsertStages = upsertRows(stages)

export const stagesOf = statement<typeof stages.$inferSelect>(
  sql`select ${columnsOf(stages)} from ${stages} where ${ofRun(stages)} order by ${stages.position}`,
)

/** Deadlines that have passed, the longest overdue first. */
export const due = statement<Due>(sql`select "run", "stage" from (
  (select ${runs.id} as "run", null::text as "stage", ${runs.deadlineAt} as "at" from ${runs}
    where ${runs.status} = 'running' and ${runs.deadlineAt} is not null and ${runs.deadlineAt} <= ${number('now')}
    order by ${runs.deadlineAt} limit ${number('limit')})
  union all
  (select ${stages.run}, ${stages.stage}, ${stages.deadlineAt} from ${stages}
    where ${stages.finishedAt} is null and ${stages.deadlineAt} is not null and ${stages.deadlineAt} <= ${number('now')}
    order by ${stages.deadlineAt} limit ${number('limit')})
  ) late order by "at", "run", "stage" limit ${number('limit')}`)

export const upsertAttempts = upsertRows(attempts)

export const attemptsOf = statement<typeof attempts.$inferSelect>(
  sql`select ${columnsOf(attempts)} from ${attempts} where ${ofRun(attempts)}
    order by ${attempts.dispatchedAt}, ${attempts.stage}, ${attempts.fence}`,
)

export const inFlight = statement<InFlight>(sql`select ${attempts.run} as "run", ${attempts.stage} as "stage",
  ${attempts.phase} as "phase", ${attempts.attempt} as "attempt", ${attempts.fence} as "fence",
  ${attempts.tier} as "tier", ${attempts.dispatchedAt} as "dispatchedAt"
  from ${attempts} join ${runs} on ${runs.tenant} = ${attempts.tenant} and ${runs.id} = ${attempts.run}
  where ${attempts.status} = 'dispatched' and ${attempts.dispatchedAt} < ${number('before')} and ${runs.status} = 'running'
  order by ${attempts.dispatchedAt}, ${attempts.run}, ${attempts.stage} limit ${number('limit')}`)
