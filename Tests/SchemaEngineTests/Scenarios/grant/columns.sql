-- common
CREATE TABLE t (a int, b int);
-- old
GRANT UPDATE (a) ON t TO pg_monitor;
-- new
GRANT UPDATE (b), SELECT (a) ON t TO pg_monitor;

-- up
REVOKE UPDATE (a) ON TABLE public.t FROM pg_monitor;

GRANT SELECT (a) ON TABLE public.t TO pg_monitor;

GRANT UPDATE (b) ON TABLE public.t TO pg_monitor;

-- down
REVOKE SELECT (a) ON TABLE public.t FROM pg_monitor;

GRANT UPDATE (a) ON TABLE public.t TO pg_monitor;

REVOKE UPDATE (b) ON TABLE public.t FROM pg_monitor;
