-- common
CREATE TABLE t (a int, r int4range);
-- new
ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&) WHERE (a > 0);
-- rows
INSERT INTO t VALUES (1, '[1,2)'), (1, '[2,3)');
-- query
SELECT a, r FROM t ORDER BY r

-- up
ALTER TABLE public.t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&) WHERE ((a > 0));

-- hazards
--   create constraint public.t.x: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT x;

-- down locks
--   public.t: ACCESS EXCLUSIVE
