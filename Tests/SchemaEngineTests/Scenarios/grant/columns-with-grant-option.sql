-- common
CREATE TABLE t (a int, b int);
-- old
GRANT SELECT (a, b) ON t TO pg_monitor;
-- new
GRANT SELECT (a) ON t TO pg_monitor WITH GRANT OPTION;
GRANT UPDATE (b) ON t TO PUBLIC;

-- up
GRANT SELECT (a) ON TABLE public.t TO pg_monitor WITH GRANT OPTION;

GRANT UPDATE (b) ON TABLE public.t TO PUBLIC;

REVOKE SELECT (b) ON TABLE public.t FROM pg_monitor;

-- down
REVOKE GRANT OPTION FOR SELECT (a) ON TABLE public.t FROM pg_monitor;

GRANT SELECT (b) ON TABLE public.t TO pg_monitor;

REVOKE UPDATE (b) ON TABLE public.t FROM PUBLIC;
