-- PostgreSQL 17 can set it in place; before that the column is replaced.
-- old
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
CREATE INDEX i ON t (b);
-- new
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 2) STORED);
CREATE INDEX i ON t (b);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a + 2));

-- up 15
BEGIN;

DROP INDEX public.i;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 2)) STORED;

COMMIT;

CREATE INDEX CONCURRENTLY i ON public.t USING btree (b);

-- hazards
--   change the expression of generated column public.t.b: reads the table, rewrites the table

-- hazards 15
--   add column public.t.b: rewrites the table
--   create index public.i: reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a + 1));

-- down 15
BEGIN;

DROP INDEX public.i;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 1)) STORED;

COMMIT;

CREATE INDEX CONCURRENTLY i ON public.t USING btree (b);

-- down hazards
--   change the expression of generated column public.t.b: reads the table, rewrites the table

-- down hazards 15
--   add column public.t.b: rewrites the table
--   create index public.i: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
