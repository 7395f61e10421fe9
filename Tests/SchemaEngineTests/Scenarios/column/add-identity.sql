-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int, b int GENERATED ALWAYS AS IDENTITY);
-- rows
INSERT INTO t VALUES (1), (2);
-- query
SELECT a FROM t ORDER BY a

-- up
ALTER TABLE public.t ADD COLUMN b integer NOT NULL GENERATED ALWAYS AS IDENTITY;

-- hazards
--   add column public.t.b: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP COLUMN b;

-- down hazards
--   drop column public.t.b: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
