-- Versions of templates that tenants published: each once, for good. The link of the tenant's chain that says so is
-- written in the same transaction; that new runs may no longer use one is said by a link alone.
create table templates (
  tenant text not null references tenants,
  name text not null,
  version text not null,
  digest text not null,
  max_tier integer not null,
  published_by json not null,
  published_at bigint not null,
  body json not null,
  primary key (tenant, name, version),
  constraint templates_max_tier check (max_tier in (0, 1, 2, 3, 4))
);

create function muster_refuse_template_change() returns trigger language plpgsql as $$
begin
  raise exception 'published templates are append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger templates_append_only before update or delete or truncate on templates
  for each statement execute function muster_refuse_template_change();

select muster_guard('templates');
revoke update, delete on templates from muster_planner;
grant insert on templates to muster_app;
