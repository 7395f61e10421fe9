-- old
CREATE TABLE p (id serial, k int, PRIMARY KEY (k)) PARTITION BY RANGE (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
-- new
CREATE TABLE p1 (id int NOT NULL, k int);
-- rows
INSERT INTO p VALUES (1, 2);
-- query
SELECT id, k FROM p1

-- up
ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p1 ALTER COLUMN id DROP DEFAULT;

ALTER TABLE public.p1 DROP CONSTRAINT p1_pkey;

ALTER TABLE public.p1 ALTER COLUMN k DROP NOT NULL;

DROP TABLE public.p;

-- up 18
ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p1 RENAME CONSTRAINT p_id_not_null TO p1_id_not_null;

ALTER TABLE public.p1 ALTER COLUMN id DROP DEFAULT;

ALTER TABLE public.p1 DROP CONSTRAINT p1_pkey;

ALTER TABLE public.p1 ALTER COLUMN k DROP NOT NULL;

DROP TABLE public.p;

-- hazards
--   drop table public.p: data loss

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY p1_pkey ON public.p1 USING btree (k);

ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY USING INDEX p1_pkey;

CREATE TABLE public.p (
    id serial NOT NULL,
    k integer NOT NULL,
    CONSTRAINT p_pkey PRIMARY KEY (k)
) PARTITION BY RANGE (k);

ALTER TABLE public.p1 ALTER COLUMN id SET DEFAULT nextval('public.p_id_seq'::regclass);

ALTER TABLE public.p1 ADD CONSTRAINT plumbline_k_not_null CHECK (k IS NOT NULL) NOT VALID;

ALTER TABLE public.p1 VALIDATE CONSTRAINT plumbline_k_not_null;

BEGIN;
ALTER TABLE public.p1 ALTER COLUMN k SET NOT NULL;
ALTER TABLE public.p1 DROP CONSTRAINT plumbline_k_not_null;
COMMIT;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (10);

-- down 18
CREATE UNIQUE INDEX CONCURRENTLY p1_pkey ON public.p1 USING btree (k);

ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY USING INDEX p1_pkey;

CREATE TABLE public.p (
    id serial NOT NULL,
    k integer NOT NULL,
    CONSTRAINT p_pkey PRIMARY KEY (k)
) PARTITION BY RANGE (k);

ALTER TABLE public.p1 RENAME CONSTRAINT p1_id_not_null TO p_id_not_null;

ALTER TABLE public.p1 ALTER COLUMN id SET DEFAULT nextval('public.p_id_seq'::regclass);

ALTER TABLE public.p1 ADD CONSTRAINT plumbline_k_not_null CHECK (k IS NOT NULL) NOT VALID;

ALTER TABLE public.p1 VALIDATE CONSTRAINT plumbline_k_not_null;

BEGIN;
ALTER TABLE public.p1 ALTER COLUMN k SET NOT NULL;
ALTER TABLE public.p1 DROP CONSTRAINT plumbline_k_not_null;
COMMIT;

ALTER TABLE public.p1 RENAME CONSTRAINT p1_k_not_null TO p_k_not_null;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (10);

-- down hazards
--   create index public.p1_pkey: may fail on existing data, reads the table
--   validate that column public.p1.k is not null: may fail on existing data, reads the table
--   attach partition public.p1 to public.p: may fail on existing data, reads the table

-- down locks
--   public.p1: ACCESS EXCLUSIVE
