-- What came to an end, by the minute: numbers that people look at, and nothing is decided by. Every process that moves runs
-- adds what it counted every few seconds, so that no commit pays for it; of a process that dies, those seconds are not
-- counted. A row is of a project, and goes two days later.
create table minutes (
  tenant text not null,
  project text not null,
  minute bigint not null,
  phases integer not null,
  succeeded integer not null,
  failed integer not null,
  cancelled integer not null,
  timed_out integer not null,
  revoked integer not null,
  primary key (tenant, project, minute)
);
select muster_guard('minutes');

set local role muster_planner;
with phases as (
  select a.tenant, r.project, a.finished_at / 60000 as minute, count(*) as ended
  from attempts a join runs r on r.tenant = a.tenant and r.id = a.run
  where a.status <> 'superseded' and a.finished_at > extract(epoch from now()) * 1000 - 86400000
  group by 1, 2, 3
), ends as (
  select tenant, project, finished_at / 60000 as minute,
    count(*) filter (where status = 'succeeded') as succeeded, count(*) filter (where status = 'failed') as failed,
    count(*) filter (where status = 'cancelled') as cancelled, count(*) filter (where status = 'timed_out') as timed_out,
    count(*) filter (where status = 'revoked') as revoked
  from runs where finished_at > extract(epoch from now()) * 1000 - 86400000
  group by 1, 2, 3
)
insert into minutes
  select tenant, project, minute, coalesce(ended, 0), coalesce(succeeded, 0), coalesce(failed, 0), coalesce(cancelled, 0),
    coalesce(timed_out, 0), coalesce(revoked, 0)
  from phases full join ends using (tenant, project, minute);
reset role;
