-- common
CREATE TABLE t (a int);
-- new
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t;

-- up 15
CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t;

-- hazards
--   create materialized view public.m: reads the table

-- down
DROP MATERIALIZED VIEW public.m;

-- down locks
--   public.m: ACCESS EXCLUSIVE
