-- common
CREATE TABLE t (a int, b int);
GRANT UPDATE (a) ON t TO pg_monitor;
-- old
GRANT SELECT, UPDATE ON t TO pg_monitor;
-- new
GRANT SELECT ON t TO pg_monitor;

-- up
REVOKE UPDATE ON TABLE public.t FROM pg_monitor;

GRANT UPDATE (a) ON TABLE public.t TO pg_monitor;

-- down
GRANT UPDATE ON TABLE public.t TO pg_monitor;
