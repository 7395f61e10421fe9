-- old
CREATE TABLE t (a int, b int) PARTITION BY LIST (a);
-- new
CREATE TABLE t (a int, b int) PARTITION BY LIST (b);

-- refused
--   PostgreSQL cannot make these changes in place:
--     - table public.t is partitioned differently: that needs a new table and a copy of its rows
--   Add a new object beside the old one, move the rows, and drop the old one in a later migration.
