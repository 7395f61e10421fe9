-- common
CREATE TABLE t (a int);
-- old
CREATE POLICY p ON t TO pg_monitor USING (true);
-- new
CREATE POLICY p ON t TO pg_read_all_data USING (true);

-- up
ALTER POLICY p ON public.t TO pg_read_all_data;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER POLICY p ON public.t TO pg_monitor;

-- down locks
--   public.t: ACCESS EXCLUSIVE
