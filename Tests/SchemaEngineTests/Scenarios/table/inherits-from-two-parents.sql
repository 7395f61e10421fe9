-- common
CREATE TABLE p (a int);
CREATE TABLE q (b int);
-- old
CREATE TABLE c (x text) INHERITS (p);
-- new
CREATE TABLE c (x text) INHERITS (p, q);
-- rows
INSERT INTO c VALUES (1);
-- query
SELECT a, x FROM c

-- refused
--   PostgreSQL cannot make these changes in place:
--     - table public.c would have to inherit column public.q.b from a parent that it joins; PostgreSQL lets a table join only parents whose columns it has itself. Declare column b in table public.c too
--   Add a new object beside the old one, move the rows, and drop the old one in a later migration.
