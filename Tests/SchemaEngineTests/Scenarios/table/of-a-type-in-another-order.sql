-- common
CREATE TYPE one AS (a int, b text);
CREATE TYPE two AS (b text, a int);
-- old
CREATE TABLE t OF one;
-- new
CREATE TABLE t OF two;

-- refused
--   PostgreSQL cannot make these changes in place:
--     - table public.t would have to become a table of type public.two, which has its columns in another order: PostgreSQL wants b, a, and the table keeps a, b at its beginning
--   Add a new object beside the old one, move the rows, and drop the old one in a later migration.
