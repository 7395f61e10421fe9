-- Since PostgreSQL 18, the key of a partition makes NOT NULL the partition's own, which goes with the parent's.
-- common
CREATE TABLE p (id int, d int NOT NULL) PARTITION BY LIST (d);
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
-- new
ALTER TABLE p ADD PRIMARY KEY (id, d);
-- rows
INSERT INTO p VALUES (1, 1);
-- query
SELECT id, d FROM p

-- up
ALTER TABLE public.p ADD CONSTRAINT plumbline_id_not_null CHECK (id IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_id_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_id_not_null;
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY c_pkey ON public.c USING btree (id, d);

ALTER TABLE public.c ADD CONSTRAINT c_pkey PRIMARY KEY USING INDEX c_pkey;

ALTER TABLE public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, d);

-- hazards
--   validate that column public.p.id is not null: may fail on existing data, reads the table
--   create index public.c_pkey: may fail on existing data, reads the table
--   create constraint public.p.p_pkey: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP CONSTRAINT p_pkey;

ALTER TABLE public.p ALTER COLUMN id DROP NOT NULL;

-- down 18
ALTER TABLE public.p DROP CONSTRAINT p_pkey;

BEGIN;
ALTER TABLE public.p ALTER COLUMN id DROP NOT NULL;
ALTER TABLE public.c ALTER COLUMN id DROP NOT NULL;
COMMIT;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
