-- Agents that wait for room among those of their tenant or project: pending, and saying why.
create index stages_held on stages (tenant, run) where status = 'pending' and reason is not null;
