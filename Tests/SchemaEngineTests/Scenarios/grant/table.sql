-- common
CREATE TABLE t (a int, b int);
-- old
GRANT SELECT, INSERT ON t TO pg_monitor;
-- new
GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;
GRANT DELETE ON t TO PUBLIC;

-- up
REVOKE INSERT ON TABLE public.t FROM pg_monitor;

GRANT SELECT ON TABLE public.t TO pg_monitor WITH GRANT OPTION;

GRANT DELETE ON TABLE public.t TO PUBLIC;

-- down
REVOKE GRANT OPTION FOR SELECT ON TABLE public.t FROM pg_monitor;

GRANT INSERT ON TABLE public.t TO pg_monitor;

REVOKE DELETE ON TABLE public.t FROM PUBLIC;
