-- The worker to whose own queue an attempt under way went; null when it went to its tier's.
alter table stages add column home text;
