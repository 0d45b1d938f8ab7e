-- What was refused outside of runs. Each tenant has a chain of its own, apart from that of what is revoked: nobody's commit
-- has to know of it.
create table refusals (
  tenant text not null references tenants,
  seq integer not null,
  body text not null,
  hash text not null,
  primary key (tenant, seq),
  constraint refusals_hash check (seq >= 1 and length(hash) = 64)
);

alter table tenants add column refusals integer not null default 0;
alter table tenants add column refusals_head text not null
  default '0000000000000000000000000000000000000000000000000000000000000000';

create function muster_refuse_refusal_change() returns trigger language plpgsql as $$
begin
  raise exception 'refusals are append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger refusals_append_only before update or delete or truncate on refusals
  for each statement execute function muster_refuse_refusal_change();

select muster_guard('refusals');
revoke update, delete on refusals from muster_planner;
grant insert on refusals to muster_app;
grant update (refusals, refusals_head) on tenants to muster_app;
