-- Times are milliseconds since 1970. JSON columns are `json`, not `jsonb`: what is written is what is read, NUL escapes too.

create table tenants (
  id text primary key
);

create table projects (
  tenant text not null references tenants,
  id text not null,
  primary key (tenant, id)
);

create table runs (
  tenant text not null,
  project text not null,
  id text not null,
  pipeline text not null,
  version text not null,
  status text not null,
  reason text,
  submitted_by json not null,
  yes_to_gates boolean not null,
  idempotency_key text,
  graph_digest text not null,
  submitted_at bigint not null,
  finished_at bigint,
  deadline_at bigint,
  seq integer not null,
  head text not null,
  primary key (tenant, id),
  foreign key (tenant, project) references projects,
  constraint runs_status check (status in ('running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'revoked')),
  constraint runs_finished check ((status = 'running') = (finished_at is null)),
  constraint runs_head check (seq >= 0 and head ~ '^[0-9a-f]{64}$')
) with (fillfactor = 80);

create unique index runs_id on runs (id);
create unique index runs_idempotency on runs (tenant, project, idempotency_key) where idempotency_key is not null;
create index runs_newest on runs (tenant, submitted_at desc, id desc);
create index runs_newest_of_status on runs (tenant, status, submitted_at desc, id desc);
create index runs_open on runs (submitted_at) where status = 'running';
create index runs_deadline on runs (deadline_at) where deadline_at is not null and status = 'running';

create table graphs (
  tenant text not null,
  run text not null,
  body json not null,
  primary key (tenant, run),
  foreign key (tenant, run) references runs
);

create table stages (
  tenant text not null,
  run text not null,
  stage text not null,
  position integer not null,
  type text not null,
  status text not null,
  reason text,
  phase text,
  attempt integer not null,
  fence integer not null,
  started_at bigint,
  finished_at bigint,
  deadline_at bigint,
  outputs json not null,
  manifest text,
  primary key (tenant, run, stage),
  constraint stages_status check (status in
    ('pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled', 'timed_out', 'revoked')),
  constraint stages_finished check ((status in ('pending', 'running', 'waiting')) = (finished_at is null)),
  constraint stages_phase check (phase in
    ('BOOTSTRAP', 'PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY', 'PACKAGE', 'REPORT', 'EXIT', 'REVOKED')),
  constraint stages_counters check (position >= 0 and attempt >= 0 and fence >= 0)
) with (fillfactor = 80);

create index stages_deadline on stages (deadline_at) where deadline_at is not null and finished_at is null;

create table attempts (
  tenant text not null,
  run text not null,
  stage text not null,
  phase text not null,
  tier integer not null,
  attempt integer not null,
  fence integer not null,
  status text not null,
  worker text,
  not_before bigint not null,
  dispatched_at bigint not null,
  started_at bigint,
  finished_at bigint,
  record json not null,
  primary key (tenant, run, stage, fence),
  constraint attempts_status check (status in ('dispatched', 'succeeded', 'failed', 'timed_out', 'superseded')),
  constraint attempts_finished check (
    case status when 'dispatched' then finished_at is null when 'superseded' then true else finished_at is not null end),
  constraint attempts_phase check (phase in
    ('BOOTSTRAP', 'PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY', 'PACKAGE', 'REPORT', 'EXIT')),
  constraint attempts_tier check (tier in (0, 1, 2, 3, 4)),
  constraint attempts_counters check (attempt >= 1 and fence >= 1)
) with (fillfactor = 80);

create index attempts_in_flight on attempts (dispatched_at) where status = 'dispatched';

create table gates (
  tenant text not null,
  run text not null,
  stage text not null,
  round integer not null,
  type text not null,
  approvers json not null,
  quorum integer not null,
  message text,
  digest text not null,
  opened_at bigint not null,
  deadline_at bigint not null,
  escalated boolean not null,
  verdict text,
  reason text,
  decided_at bigint,
  primary key (tenant, run, stage, round),
  constraint gates_type check (type in ('approval', 'consensus')),
  constraint gates_verdict check (verdict in ('approved', 'rejected', 'expired', 'cancelled')),
  constraint gates_decided check ((verdict is null) = (decided_at is null)),
  constraint gates_counters check (round >= 1 and quorum >= 1)
);

create index gates_open on gates (tenant, opened_at) where verdict is null;

create table votes (
  tenant text not null,
  run text not null,
  stage text not null,
  round integer not null,
  voter json not null,
  counts_as text not null,
  decision text not null,
  comment text,
  voted_at bigint not null,
  primary key (tenant, run, stage, round, counts_as),
  foreign key (tenant, run, stage, round) references gates,
  constraint votes_decision check (decision in ('approve', 'reject'))
);

create unique index votes_voter on votes (tenant, run, stage, round, (voter ->> 'name'));

create table entries (
  tenant text not null,
  run text not null,
  seq integer not null,
  kind text not null,
  body text not null,
  hash text not null,
  primary key (tenant, run, seq),
  foreign key (tenant, run) references runs,
  constraint entries_hash check (seq >= 1 and hash ~ '^[0-9a-f]{64}$')
);

create function muster_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries are append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger entries_append_only before update or delete or truncate on entries
  for each statement execute function muster_refuse_change();

create table outbox (
  tenant text not null,
  id bigint generated always as identity,
  run text not null,
  message json not null,
  written_at bigint not null,
  primary key (tenant, id)
);

create unique index outbox_id on outbox (id);
