-- Two roles that own nothing and bypass nothing: `muster_app` sees the rows of the tenant that its transaction names in
-- `muster.tenant`, `muster_planner` those of all tenants. Who logs in takes one of them for every connection but the one that migrates.
-- Row-level security is forced, so that the owner of the tables sees no row either: a later migration that rewrites rows
-- says `set local role muster_planner` before it does.
--
-- Every key leads with the tenant, so that no constraint tells one tenant what another has. Two do not, on purpose:
-- `runs_id`, because a run is found by its id alone where workers' outcomes are settled, and `outbox_id`, by which what was
-- published is deleted. Both numbers are made by Muster itself (a run's id of random bits) and can be chosen by nobody, so
-- that nobody can try whether one is taken. Indexes that are not unique (`runs_open`, `runs_deadline`, `stages_deadline`,
-- `runs_trimmable`) refuse nothing; they serve the loops that work over all tenants.

do $$
declare
  name text;
begin
  foreach name in array array['muster_app', 'muster_planner'] loop
    if not exists (select from pg_roles where rolname = name) then
      begin
        execute format('create role %I nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls', name);
      exception
        -- Another database of this server is migrated at this moment.
        when duplicate_object or unique_violation then null;
      end;
    end if;
    -- A superuser may take any role.
    if not pg_has_role(name, 'member') then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
end
$$;

-- Holds the rows of a table to their tenants. Whoever makes a table with tenants in it calls this in the same migration.
create function muster_guard(guarded regclass, tenant_column name default 'tenant') returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security, force row level security', guarded);
  execute format($policy$create policy one_tenant on %1$s to muster_app
    using (%2$I = nullif(current_setting('muster.tenant', true), ''))
    with check (%2$I = nullif(current_setting('muster.tenant', true), ''))$policy$, guarded, tenant_column);
  execute format('create policy every_tenant on %s to muster_planner using (true) with check (true)', guarded);
  execute format('grant select, insert, update, delete on %s to muster_planner', guarded);
  execute format('grant select on %s to muster_app', guarded);
end
$$;

select muster_guard('tenants', 'id');
select muster_guard(c.oid::regclass) from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = current_schema::regnamespace and c.relkind in ('r', 'p') and a.attname = 'tenant' and not a.attisdropped
  order by c.relname;

-- What is written once is not rewritten, and what the planner sends is no tenant's business.
revoke update on entries from muster_planner;
revoke update, delete on revocations from muster_planner;
revoke select on outbox from muster_app;
-- A tenant's own process appends to its chain, and to nothing else.
grant insert on revocations to muster_app;
grant update (revocations, revocations_head) on tenants to muster_app;
grant select on muster_migrations to muster_app, muster_planner;
