-- Where the notices of a tenant go. Addresses and signing secrets are encrypted with a secret that is not in the ledger; the
-- tenant's chain tells who added and removed what. Notices on their way to receivers that were named by variables before
-- have nowhere to go any more.
create table webhooks (
  tenant text not null references tenants,
  id text not null,
  name text not null,
  kind text not null,
  host text not null,
  sealed text not null,
  events json not null,
  created_by json not null,
  created_at bigint not null,
  primary key (tenant, id)
);

select muster_guard('webhooks');
grant insert, delete on webhooks to muster_app;
