-- old
CREATE TABLE t (a int, b int CHECK (b > 0));
CREATE INDEX i ON t (b);
-- new
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t DROP CONSTRAINT t_b_check;

DROP INDEX CONCURRENTLY public.i;

ALTER TABLE public.t DROP COLUMN b;

-- hazards
--   drop column public.t.b: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD COLUMN b integer;

ALTER TABLE public.t ADD CONSTRAINT t_b_check CHECK ((b > 0)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT t_b_check;

CREATE INDEX CONCURRENTLY i ON public.t USING btree (b);

-- down hazards
--   validate constraint public.t.t_b_check: may fail on existing data, reads the table
--   create index public.i: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
