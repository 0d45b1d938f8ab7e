-- Gates of agents' plans, further answers, and what a vote saw. Behind a role there are as many voters as have it, so that
-- a vote is named by its number in its round.

alter table gates drop constraint gates_verdict;
alter table gates add constraint gates_verdict
  check (verdict in ('approved', 'rejected', 'expired', 'cancelled', 'sent_back', 'reopened'));
alter table gates add column about json;

alter table votes add column number integer;
update votes v set number = n.number from (
  select tenant, run, stage, round, counts_as,
    row_number() over (partition by tenant, run, stage, round order by voted_at, counts_as) as number from votes
) n where v.tenant = n.tenant and v.run = n.run and v.stage = n.stage and v.round = n.round
  and v.counts_as = n.counts_as;
alter table votes alter column number set not null;
alter table votes drop constraint votes_pkey;
alter table votes add primary key (tenant, run, stage, round, number);
alter table votes drop constraint votes_decision;
alter table votes add constraint votes_decision
  check (decision in ('approve', 'reject', 'send-back', 'abstain', 'delegate'));
alter table votes add column surface text;
alter table votes add column seen text;
alter table votes add column handed_to text;
alter table votes add column filled_in json;
alter table votes add constraint votes_number check (number >= 1);
