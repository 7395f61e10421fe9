-- common
CREATE TABLE t (a int);
-- new
CREATE MATERIALIZED VIEW m AS SELECT a FROM t WITH NO DATA;

-- up
CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t
WITH NO DATA;

-- up 15
CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t
WITH NO DATA;

-- down
DROP MATERIALIZED VIEW public.m;

-- down locks
--   public.m: ACCESS EXCLUSIVE
