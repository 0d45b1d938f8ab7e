-- Whom a gate was shown, and since when: how long somebody looked before they voted. It goes with the gate.
create table gate_views (
  tenant text not null,
  run text not null,
  stage text not null,
  round integer not null,
  viewer text not null,
  shown_at bigint not null,
  primary key (tenant, run, stage, round, viewer),
  foreign key (tenant, run, stage, round) references gates on delete cascade
);
select muster_guard('gate_views');
grant insert on gate_views to muster_app;

alter table votes add column shown_at bigint;

-- How often somebody approved lately, wherever they did. What follows from a run itself was given nowhere.
create index votes_approvals on votes (tenant, (coalesce(voter ->> 'via', voter ->> 'name')), voted_at)
  where decision = 'approve' and surface is not null;
create index votes_approved_at on votes (tenant, voted_at) where decision = 'approve' and surface is not null;
