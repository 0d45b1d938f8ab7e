-- The keys with which planners sign who agents are and what they may do. No tenant sees them, and nobody changes one.
create table signing_keys (
  kid text primary key,
  jwk text not null,
  created_at bigint not null
);
alter table signing_keys enable row level security, force row level security;
create policy planners on signing_keys to muster_planner using (true) with check (true);
grant select, insert on signing_keys to muster_planner;

-- Tokens of the API and sessions of browsers, by the SHA-256 of what their holders bring. They are looked up before their
-- tenant is known, by indexes that refuse nothing: two hashes of 32 random bytes do not meet.
create table api_tokens (
  tenant text not null references tenants,
  id text not null,
  name text not null,
  hash text not null,
  actor json not null,
  permissions json not null,
  project text,
  created_by json not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_used_at bigint,
  revoked_at bigint,
  primary key (tenant, id),
  constraint api_tokens_hash_length check (length(hash) = 64)
);
create index api_tokens_hash on api_tokens (hash);

create table sessions (
  tenant text not null references tenants,
  hash text not null,
  actor json not null,
  permissions json not null,
  project text,
  login text not null,
  credential text not null,
  login_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null,
  primary key (tenant, hash),
  constraint sessions_hash_length check (length(hash) = 64)
);
create index sessions_hash on sessions (hash);

select muster_guard('api_tokens');
select muster_guard('sessions');
grant insert, update on api_tokens to muster_app;
