-- common
CREATE TABLE t (a int);
-- old
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
-- new
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT a FROM t;

-- up
ALTER MATERIALIZED VIEW public.m SET (fillfactor=70);

-- locks
--   public.m: SHARE UPDATE EXCLUSIVE

-- down
ALTER MATERIALIZED VIEW public.m RESET (fillfactor);

-- down locks
--   public.m: SHARE UPDATE EXCLUSIVE
