-- old
CREATE TABLE t (a text) WITH (fillfactor = 70, toast.autovacuum_enabled = false);
-- new
CREATE TABLE t (a text) WITH (toast.vacuum_truncate = false);

-- up
ALTER TABLE public.t SET (toast.vacuum_truncate=false);

ALTER TABLE public.t RESET (fillfactor, toast.autovacuum_enabled);

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
ALTER TABLE public.t SET (fillfactor=70, toast.autovacuum_enabled=false);

ALTER TABLE public.t RESET (toast.vacuum_truncate);

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
