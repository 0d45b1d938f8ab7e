-- What agents ask to do outside their workspaces. A row goes with its stage when a run is trimmed.

create table effects (
  tenant text not null,
  run text not null,
  stage text not null,
  number integer not null,
  key text not null,
  verb text not null,
  target text not null,
  digest text not null,
  bytes integer not null,
  phase text not null,
  attempt integer not null,
  fence integer not null,
  worker text not null,
  asked_at bigint not null,
  status text not null,
  code text,
  reason text,
  result json not null,
  ended_at bigint,
  settled_by json not null,
  primary key (tenant, run, stage, number),
  foreign key (tenant, run, stage) references stages on delete cascade,
  constraint effects_phase check (phase in
    ('BOOTSTRAP', 'PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY', 'PACKAGE', 'REPORT', 'EXIT')),
  constraint effects_status check (status in
    ('intended', 'denied', 'done', 'failed', 'unknown', 'happened', 'did_not_happen')),
  constraint effects_denied check ((status = 'denied') = (code is not null)),
  constraint effects_ended check ((status in ('intended', 'denied')) = (ended_at is null)),
  constraint effects_counters check (number >= 1 and bytes >= 0 and attempt >= 1 and fence >= 1)
);
