-- since: 17
-- common
CREATE TABLE t (a int);
-- new
GRANT MAINTAIN ON t TO pg_monitor;

-- up
GRANT MAINTAIN ON TABLE public.t TO pg_monitor;

-- down
REVOKE MAINTAIN ON TABLE public.t FROM pg_monitor;
