-- old
CREATE TABLE p (id bigserial); CREATE TABLE c (id bigint NOT NULL, x int) INHERITS (p);
-- new
CREATE TABLE p (a int); CREATE TABLE q (id bigserial); CREATE TABLE c (id bigint NOT NULL, x int) INHERITS (q);
-- rows
INSERT INTO c (x) VALUES (1);
-- query
SELECT id, x FROM c

-- up
CREATE TABLE public.q (
    id bigserial NOT NULL
);

ALTER TABLE public.c NO INHERIT public.p;

BEGIN;
ALTER TABLE public.c INHERIT public.q;
ALTER TABLE public.c ALTER COLUMN id SET DEFAULT nextval('public.q_id_seq'::regclass);
COMMIT;

ALTER TABLE public.p ADD COLUMN a integer;

ALTER TABLE public.p ALTER COLUMN id DROP DEFAULT;

DROP SEQUENCE public.p_id_seq;

ALTER TABLE ONLY public.p DROP COLUMN id;

-- hazards
--   drop column public.p.id: data loss

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p ADD COLUMN id bigserial NOT NULL;

ALTER TABLE public.p DROP COLUMN a;

ALTER TABLE public.c NO INHERIT public.q;

BEGIN;
ALTER TABLE public.c INHERIT public.p;
ALTER TABLE public.c ALTER COLUMN id SET DEFAULT nextval('public.p_id_seq'::regclass);
COMMIT;

DROP TABLE public.q;

-- down hazards
--   add column public.p.id: rewrites the table
--   drop column public.p.a: data loss
--   drop table public.q: data loss

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.q: ACCESS EXCLUSIVE
