-- A new object gets its privileges in the order of the target's list, which is that of pg_dump.
-- new
CREATE TABLE t (a int);
GRANT SELECT ON t TO pg_read_all_data;
GRANT SELECT ON t TO pg_monitor;
GRANT INSERT ON t TO pg_read_all_data;
GRANT SELECT ON t TO PUBLIC;

-- up
CREATE TABLE public.t (
    a integer
);

GRANT INSERT, SELECT ON TABLE public.t TO pg_read_all_data;

GRANT SELECT ON TABLE public.t TO pg_monitor;

GRANT SELECT ON TABLE public.t TO PUBLIC;

-- down
DROP TABLE public.t;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
