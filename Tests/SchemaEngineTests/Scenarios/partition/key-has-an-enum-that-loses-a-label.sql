-- The type cannot be rebuilt under the partition key.
-- old
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE p (x e) PARTITION BY LIST (x);
CREATE TABLE c PARTITION OF p FOR VALUES IN ('a');
-- new
CREATE TYPE e AS ENUM ('a');
CREATE TABLE p (x e) PARTITION BY LIST (x);
CREATE TABLE c PARTITION OF p FOR VALUES IN ('a');

-- refused
--   PostgreSQL cannot make these changes in place:
--     - enum type public.e would have to be created again, but column public.p.x is part of the partition key of table public.p, and PostgreSQL does not change the type of such a column
--   Add a new object beside the old one, move the rows, and drop the old one in a later migration.
