-- old
CREATE TABLE t (id serial, b text);
-- new
CREATE TABLE t (id int NOT NULL, b text);
-- rows
INSERT INTO t (b) VALUES ('x');
-- query
SELECT id, b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;

DROP SEQUENCE public.t_id_seq;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
CREATE SEQUENCE public.t_id_seq AS integer OWNED BY public.t.id;
SELECT pg_catalog.setval('public.t_id_seq', max(id)) FROM public.t HAVING max(id) BETWEEN 1 AND 2147483647;
COMMIT;

ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);

-- down locks
--   public.t: ACCESS EXCLUSIVE
