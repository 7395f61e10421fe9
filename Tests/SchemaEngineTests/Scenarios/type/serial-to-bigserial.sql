-- old
CREATE TABLE t (a serial, b int);
-- new
CREATE TABLE t (a bigserial, b int);
-- rows
INSERT INTO t (b) VALUES (1);
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

ALTER SEQUENCE public.t_a_seq AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

BEGIN;
SELECT pg_catalog.setval('public.t_a_seq', least(greatest(last_value, 1), 2147483647), is_called) FROM public.t_a_seq WHERE last_value NOT BETWEEN 1 AND 2147483647;
ALTER SEQUENCE public.t_a_seq AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1 NO CYCLE;
COMMIT;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
