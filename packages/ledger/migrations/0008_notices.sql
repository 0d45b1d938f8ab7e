-- Notices of gates on their way to webhooks, one row for each receiver: written with the commit that they tell of, gone when
-- they were delivered or given up.

create table notices (
  tenant text not null,
  id text not null,
  receiver text not null,
  body json not null,
  due_at bigint not null,
  tries integer not null,
  primary key (tenant, id, receiver),
  constraint notices_tries check (tries >= 0)
);

create index notices_due on notices (due_at);

do $$
begin
  if to_regproc('muster_guard') is not null then
    perform muster_guard('notices');
    revoke select on notices from muster_app;
  end if;
end
$$;
