-- common
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE p (id int REFERENCES r, CONSTRAINT positive CHECK (id > 0)) PARTITION BY LIST (id);
-- old
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
-- new
CREATE TABLE c (id int);
-- rows
INSERT INTO r VALUES (1);
INSERT INTO p VALUES (1);
-- query
SELECT id FROM c

-- up
BEGIN;
ALTER TABLE public.p DETACH PARTITION public.c;
ALTER TABLE public.c DROP CONSTRAINT positive;
ALTER TABLE public.c DROP CONSTRAINT p_id_fkey;
COMMIT;

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.r: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.c ADD CONSTRAINT positive CHECK ((id > 0));
ALTER TABLE public.p ATTACH PARTITION public.c FOR VALUES IN (1);
COMMIT;

-- down hazards
--   attach partition public.c to public.p: may fail on existing data, reads the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE
--   public.r: SHARE ROW EXCLUSIVE
