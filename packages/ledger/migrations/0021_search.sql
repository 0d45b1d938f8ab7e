-- What runs, stages, agents and gates are looked for by: names, which are written once when a run is submitted, and where
-- they stand. Stages come in the order of their runs, whose ids end with the time: no row has to hold it again. Every
-- condition that an index answers is one of plain columns, since under row-level security no other is asked of an index.

alter table runs add column submitter text generated always as (submitted_by ->> 'name') stored;
create index runs_of_pipeline on runs (tenant, pipeline, submitted_at desc, id desc);
create index runs_of_submitter on runs (tenant, submitter, submitted_at desc, id desc);
create index stages_named on stages (tenant, stage, status, (right(run, 15) collate "C") desc, run desc);
-- An agent begins with BOOTSTRAP: one row for each.
create index attempts_of_tier on attempts (tenant, tier, (right(run, 15) collate "C") desc, run desc, stage desc)
  where phase = 'BOOTSTRAP';
create index gates_newest on gates (tenant, opened_at desc, run desc, stage desc);

-- What people look at again and again, each their own.
create table saved_views (
  tenant text not null references tenants,
  owner text not null,
  page text not null,
  name text not null,
  query text not null,
  primary key (tenant, owner, page, name),
  constraint saved_views_page check (page in ('runs', 'search'))
);
select muster_guard('saved_views');
grant insert, update, delete on saved_views to muster_app;

-- What changes is looked for among runs that are open, those that ended or were trimmed lately, and those that moved after
-- their end, which alone are written down here.
create table late_moves (
  tenant text not null,
  run text not null,
  moved_at bigint not null,
  primary key (tenant, run)
);
create index late_moves_newest on late_moves (tenant, moved_at);
select muster_guard('late_moves');
create index runs_ended on runs (tenant, finished_at) where finished_at is not null;
create index runs_trimmed_lately on runs (tenant, trimmed_at) where trimmed_at is not null;

create function muster_late_move() returns trigger language plpgsql as $$
begin
  insert into late_moves values (new.tenant, new.id, (extract(epoch from clock_timestamp()) * 1000)::bigint)
    on conflict (tenant, run) do update set moved_at = excluded.moved_at;
  return null;
end
$$;
create trigger runs_late_move after update on runs for each row
  when (old.finished_at is not null and old.trimmed_at is null and new.trimmed_at is null)
  execute function muster_late_move();
