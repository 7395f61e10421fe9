-- old
CREATE TABLE t (a text) WITH (fillfactor = 80);
-- new
CREATE TABLE t (a text) WITH (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_enabled = false);
-- rows
INSERT INTO t VALUES ('x');
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t SET (autovacuum_vacuum_scale_factor=0.05, toast.autovacuum_enabled=false);

ALTER TABLE public.t RESET (fillfactor);

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
ALTER TABLE public.t SET (fillfactor=80);

ALTER TABLE public.t RESET (autovacuum_vacuum_scale_factor, toast.autovacuum_enabled);

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
