-- An attempt under way is part of its stage's row, which is also its outbox: dispatching and settling move one row.
-- `attempts` keeps those that ended, written once. Shapes of hashes are checked by verification, which computes them; entries are written only under
-- the lock of their run, which therefore exists.

alter table stages add column tier integer;
alter table stages add column dispatched_at bigint;
alter table stages add column not_before bigint;

update stages s set tier = a.tier, dispatched_at = a.dispatched_at, not_before = a.not_before
  from attempts a where a.status = 'dispatched' and s.status = 'running'
  and a.tenant = s.tenant and a.run = s.run and a.stage = s.stage and a.fence = s.fence;
delete from attempts where status = 'dispatched';

alter table stages add constraint stages_in_flight check (
  (dispatched_at is null) = (not_before is null) and (dispatched_at is null) = (tier is null)
  and (dispatched_at is null or status = 'running'));

delete from outbox where message ->> 'kind' = 'attempt';

drop index attempts_in_flight;
alter table attempts drop constraint attempts_status;
alter table attempts drop constraint attempts_finished;
alter table attempts add constraint attempts_status check (status in ('succeeded', 'failed', 'timed_out', 'superseded'));
alter table attempts alter column finished_at set not null;
alter table attempts reset (fillfactor);

alter table runs drop constraint runs_head;
alter table runs add constraint runs_head check (seq >= 0 and length(head) = 64);
alter table entries drop constraint entries_hash;
alter table entries add constraint entries_hash check (seq >= 1 and length(hash) = 64);
alter table entries drop constraint entries_tenant_run_fkey;

drop index runs_open;
create index runs_open on runs (id) where status = 'running';

create function muster_keep_run() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from entries where tenant = old.tenant and run = old.id) then
    return old;
  end if;
  raise exception 'entries are append-only: % refused, of their run too', tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger runs_kept before delete on runs for each row execute function muster_keep_run();
create trigger runs_not_truncated before truncate on runs for each statement execute function muster_keep_run();
