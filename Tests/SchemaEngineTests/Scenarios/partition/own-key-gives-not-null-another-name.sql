-- PostgreSQL renames no inherited constraint: a partition's is there, under its name, before the parent's comes.
-- since: 18
-- old
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- new
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
ALTER TABLE p1 ADD PRIMARY KEY (a);
ALTER TABLE p ADD PRIMARY KEY (a);
-- rows
INSERT INTO p VALUES (1, 1);
-- query
SELECT * FROM p

-- up
ALTER TABLE public.p1 ADD CONSTRAINT p1_a_not_null NOT NULL a NOT VALID;

ALTER TABLE public.p1 VALIDATE CONSTRAINT p1_a_not_null;

ALTER TABLE public.p ADD CONSTRAINT plumbline_a_not_null CHECK (a IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_a_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_a_not_null;
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY p1_pkey ON public.p1 USING btree (a);

ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY USING INDEX p1_pkey;

ALTER TABLE public.p ADD CONSTRAINT p_pkey PRIMARY KEY (a);

-- hazards
--   validate constraint public.p1.p1_a_not_null: may fail on existing data, reads the table
--   validate that column public.p.a is not null: may fail on existing data, reads the table
--   create index public.p1_pkey: may fail on existing data, reads the table
--   create constraint public.p.p_pkey: may fail on existing data, reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP CONSTRAINT p_pkey;

BEGIN;
ALTER TABLE public.p ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.p1 ALTER COLUMN a DROP NOT NULL;
COMMIT;

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
