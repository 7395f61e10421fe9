-- old
CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, down int GENERATED ALWAYS AS IDENTITY);
-- new
CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (MINVALUE -50), down int GENERATED ALWAYS AS IDENTITY (INCREMENT -1));
-- rows
INSERT INTO t DEFAULT VALUES;
-- query
SELECT id FROM t

-- up
ALTER TABLE public.t ALTER COLUMN id SET MINVALUE -50 SET START WITH -50;

ALTER TABLE public.t ALTER COLUMN down SET INCREMENT BY -1 SET NO MINVALUE SET NO MAXVALUE SET START WITH -1 RESTART;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
DO $position$
BEGIN
    EXECUTE format('SELECT pg_catalog.setval(%L, least(greatest(last_value, 1), 2147483647), is_called) FROM %s
        WHERE last_value NOT BETWEEN 1 AND 2147483647', pg_catalog.pg_get_serial_sequence('public.t', 'id'), pg_catalog.pg_get_serial_sequence('public.t', 'id'));
END
$position$;
ALTER TABLE public.t ALTER COLUMN id SET NO MINVALUE SET START WITH 1;
COMMIT;

ALTER TABLE public.t ALTER COLUMN down SET INCREMENT BY 1 SET NO MINVALUE SET NO MAXVALUE SET START WITH 1 RESTART;

-- down locks
--   public.t: ACCESS EXCLUSIVE
