-- Runs that ended long ago may be trimmed: all that hangs on the row of a run goes, the row stays as it ended, with the
-- number and hash of its last entry, and says when. One function does it, and the triggers know it by its name.

alter table runs add column trimmed_at bigint;
alter table runs add constraint runs_trimmed check (trimmed_at is null or finished_at is not null);

-- Those that may be trimmed, longest ended first. A run at work is not in it: what changes until it ends is no part of it.
create index runs_trimmable on runs (finished_at) include (submitted_at)
  where finished_at is not null and trimmed_at is null;

-- Answers how many runs it trimmed: of those that ended before `ended_before` the longest ended, at most `most_runs`, and
-- no more than hold `most_entries`, but one. Runs that are locked are left for later.
create function muster_trim_runs(ended_before bigint, stamp bigint, most_runs integer, most_entries bigint)
  returns integer language plpgsql as $$
declare
  picked text[];
begin
  with free as materialized (
    select id, finished_at, seq from runs where finished_at < ended_before and trimmed_at is null
    order by finished_at limit most_runs for update skip locked
  ), counted as (
    select id, sum(seq) over (order by finished_at, id) - seq as before from free
  )
  select array_agg(id order by before) into picked from counted where before = 0 or before < most_entries;
  if picked is null then
    return 0;
  end if;
  update runs set trimmed_at = stamp where id = any(picked);
  delete from votes x using runs r where r.id = any(picked) and x.tenant = r.tenant and x.run = r.id;
  delete from gates x using runs r where r.id = any(picked) and x.tenant = r.tenant and x.run = r.id;
  delete from attempts x using runs r where r.id = any(picked) and x.tenant = r.tenant and x.run = r.id;
  delete from stages x using runs r where r.id = any(picked) and x.tenant = r.tenant and x.run = r.id;
  delete from graphs x using runs r where r.id = any(picked) and x.tenant = r.tenant and x.run = r.id;
  delete from entries x using runs r where r.id = any(picked) and x.tenant = r.tenant and x.run = r.id;
  return cardinality(picked);
end
$$;

-- Whether the statement at hand is one of muster_trim_runs.
create function muster_trims(stack text) returns boolean language sql immutable as $$
  select stack like '%muster\_trim\_runs(%'
$$;

create or replace function muster_refuse_change() returns trigger language plpgsql as $$
declare
  stack text;
begin
  get diagnostics stack = pg_context;
  if tg_op = 'DELETE' and muster_trims(stack) then
    return null;
  end if;
  raise exception 'entries are append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end
$$;

-- A trimmed run never moves again, whatever a process that slept through its end remembers of it. Fired after the
-- update and for stamped rows only, so that runs at work do not pay for it.
create function muster_keep_trimmed() returns trigger language plpgsql as $$
declare
  stack text;
begin
  get diagnostics stack = pg_context;
  if old.trimmed_at is null and muster_trims(stack) then
    return null;
  end if;
  raise exception 'run % is trimmed by muster_trim_runs only, and for good', old.id using errcode = 'insufficient_privilege';
end
$$;

create trigger runs_trimmed_kept after update on runs for each row
  when (old.trimmed_at is not null or new.trimmed_at is not null) execute function muster_keep_trimmed();

create or replace function muster_keep_run() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.trimmed_at is null
    and not exists (select from entries where tenant = old.tenant and run = old.id) then
    return old;
  end if;
  raise exception 'entries are append-only: % refused, of their run too', tg_op using errcode = 'insufficient_privilege';
end
$$;
