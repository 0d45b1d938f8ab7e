-- For whom open gates wait: a row for each entry of their approvers, none once they are decided, and the empty entry where
-- anyone may decide. So an inbox costs what it holds, whatever else is open. Rows are kept by a trigger alone.
create table gate_waits (
  tenant text not null,
  entry text not null,
  opened_at bigint not null,
  run text not null,
  stage text not null,
  round integer not null,
  primary key (tenant, entry, opened_at, run, stage, round)
);
create index gate_waits_gate on gate_waits (tenant, run, stage, round);
select muster_guard('gate_waits');

create index votes_handed_to on votes (tenant, handed_to) where handed_to is not null;

create function muster_gate_waits() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from gate_waits
      where tenant = old.tenant and run = old.run and stage = old.stage and round = old.round;
  end if;
  if tg_op <> 'DELETE' and new.verdict is null then
    insert into gate_waits
      select new.tenant, entry, new.opened_at, new.run, new.stage, new.round
      from (select json_array_elements_text(new.approvers) union select '' where json_array_length(new.approvers) = 0)
        as voters (entry);
  end if;
  return null;
end
$$;
create trigger gate_waits_kept after insert or delete on gates
  for each row execute function muster_gate_waits();
create trigger gate_waits_moved after update on gates
  for each row when (old.verdict is distinct from new.verdict or old.opened_at <> new.opened_at
    or old.approvers::text <> new.approvers::text)
  execute function muster_gate_waits();

set local role muster_planner;
insert into gate_waits
  select g.tenant, entry, g.opened_at, g.run, g.stage, g.round
  from gates g, lateral (select json_array_elements_text(g.approvers)
    union select '' where json_array_length(g.approvers) = 0) as voters (entry)
  where g.verdict is null;
reset role;
