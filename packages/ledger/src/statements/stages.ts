import type { AttemptRow, Due, InFlight } from '@muster/core'
import { sql } from 'drizzle-orm'
import { insertInto, upsertInto } from '../commit-part.ts'
import { columnsOf, number, ofRun, statement, text } from '../statement.ts'
import { attempts, runs, stages } from '../tables/index.ts'

export const upsertStages = upsertInto(stages)

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

/** An attempt ends once: a second end makes the commit fail. */
export const insertAttempts = insertInto(attempts)

/** Attempts that ended, and those under way. */
export const attemptsOf = statement<AttemptRow>(sql`select * from (
  select ${columnsOf(attempts)} from ${attempts} where ${ofRun(attempts)}
  union all
  select ${stages.tenant}, ${stages.run}, ${stages.stage}, ${stages.phase}, ${stages.tier}, ${stages.attempt},
    ${stages.fence}, 'dispatched', null, ${stages.notBefore}, ${stages.dispatchedAt}, null, null, 'null'::json
  from ${stages} where ${ofRun(stages)} and ${stages.dispatchedAt} is not null
  ) one order by "dispatchedAt", "stage", "fence"`)

/** Attempts under way of open runs after (`run`, `stage`), in that order: a page of a walk through all of them. */
export const inFlight =
  statement<InFlight>(sql`select ${stages.tenant} as "tenant", ${stages.run} as "run", ${stages.stage} as "stage",
  ${stages.phase} as "phase", ${stages.attempt} as "attempt", ${stages.fence} as "fence",
  ${stages.tier} as "tier", ${stages.home} as "home", ${stages.dispatchedAt} as "dispatchedAt"
  from ${runs} join ${stages} on ${stages.tenant} = ${runs.tenant} and ${stages.run} = ${runs.id}
  where ${runs.status} = 'running' and ${runs.id} >= ${text('run')}
  and (${stages.run}, ${stages.stage}) > (${text('run')}, ${text('stage')})
  and ${stages.dispatchedAt} < ${number('before')}
  order by ${runs.id}, ${stages.stage} limit ${number('limit')}`)
