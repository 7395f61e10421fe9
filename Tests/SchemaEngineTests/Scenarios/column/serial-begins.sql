-- old
CREATE TABLE t (a int NOT NULL, b text);
-- new
CREATE TABLE t (a serial, b text);
-- rows
INSERT INTO t VALUES (1, 'x');
-- query
SELECT a, b FROM t

-- up
BEGIN;
CREATE SEQUENCE public.t_a_seq AS integer OWNED BY public.t.a;
SELECT pg_catalog.setval('public.t_a_seq', max(a)) FROM public.t HAVING max(a) BETWEEN 1 AND 2147483647;
COMMIT;

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT nextval('public.t_a_seq'::regclass);

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

DROP SEQUENCE public.t_a_seq;

-- down locks
--   public.t: ACCESS EXCLUSIVE
