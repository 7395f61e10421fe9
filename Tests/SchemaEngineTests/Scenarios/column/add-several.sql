-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int, b int, c text COLLATE "C", d int[] DEFAULT '{}');
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD COLUMN b integer;

ALTER TABLE public.t ADD COLUMN c text COLLATE pg_catalog."C";

ALTER TABLE public.t ADD COLUMN d integer[] DEFAULT '{}'::integer[];

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t DROP COLUMN c;

ALTER TABLE public.t DROP COLUMN d;

-- down hazards
--   drop column public.t.b: data loss
--   drop column public.t.c: data loss
--   drop column public.t.d: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
