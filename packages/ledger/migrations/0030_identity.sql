-- The keys with which planners sign who agents are and what they may do. No tenant sees them, and nobody changes one.
create table signing_keys (
  kid text primary key,
  jwk text not null,
  created_at bigint not null
);
alter table signing_keys enable row level security, force row level security;
create policy planners on signing_keys to muster_planner using (true) with check (true);
grant select, insert on signing_keys to muster_planner;
