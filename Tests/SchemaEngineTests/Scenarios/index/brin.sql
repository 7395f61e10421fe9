-- common
CREATE TABLE t (a int);
-- new
CREATE INDEX i ON t USING brin (a int4_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 64, autosummarize = on);

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING brin (a int4_minmax_multi_ops (values_per_range='16')) WITH (pages_per_range='64', autosummarize='on');

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
