-- What is revoked beyond one run: templates, projects and workers. Each tenant has a chain of links, as each run has a
-- chain of entries; the tenant's row remembers its newest one. Who commits says how many links he knew.

create table revocations (
  tenant text not null references tenants,
  seq integer not null,
  body text not null,
  hash text not null,
  primary key (tenant, seq),
  constraint revocations_hash check (seq >= 1 and length(hash) = 64)
);

alter table tenants add column revocations integer not null default 0;
alter table tenants add column revocations_head text not null
  default '0000000000000000000000000000000000000000000000000000000000000000';

create function muster_refuse_revocation_change() returns trigger language plpgsql as $$
begin
  raise exception 'revocations are append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger revocations_append_only before update or delete or truncate on revocations
  for each statement execute function muster_refuse_revocation_change();

-- Fails the statement of a commit that was decided without knowing of a revocation.
create function muster_revoked_meanwhile(tenant text) returns boolean language plpgsql as $$
begin
  raise exception 'something of tenant % was revoked meanwhile', tenant using errcode = 'serialization_failure';
end
$$;

-- What an agent spent of what it may.
alter table stages add column budget json;
