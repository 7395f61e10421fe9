-- The policy names no label, but PostgreSQL refuses to change the type of a column that a policy uses.
-- old
CREATE TYPE e AS ENUM ('a', 'b', 'z');
CREATE TABLE t (id int, m e);
CREATE POLICY p ON t USING (m IS NOT NULL);
-- new
CREATE TYPE e AS ENUM ('0', 'a', 'b');
CREATE TABLE t (id int, m e);
CREATE POLICY p ON t USING (m IS NOT NULL);
-- rows
INSERT INTO t VALUES (1, 'b');
-- query
SELECT id, m::text FROM t

-- up
BEGIN;
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('0', 'a', 'b');
ALTER TABLE public.t ALTER COLUMN m TYPE public.e USING m::text::public.e;
DROP TYPE public.e__old;
COMMIT;

BEGIN;

DROP POLICY p ON public.t;

CREATE POLICY p ON public.t
    USING ((m IS NOT NULL));

COMMIT;

-- hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'b', 'z');
ALTER TABLE public.t ALTER COLUMN m TYPE public.e USING m::text::public.e;
DROP TYPE public.e__old;
COMMIT;

BEGIN;

DROP POLICY p ON public.t;

CREATE POLICY p ON public.t
    USING ((m IS NOT NULL));

COMMIT;

-- down hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE

-- wrong
--   the step "rebuild enum type public.e" failed: cannot alter type of a column used in a policy definition (SQLSTATE 0A000)
