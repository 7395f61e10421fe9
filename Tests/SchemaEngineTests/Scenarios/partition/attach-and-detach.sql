-- common
CREATE TABLE p (a int) PARTITION BY LIST (a);
-- old
CREATE TABLE c (a int);
-- new
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
-- rows
INSERT INTO c VALUES (1);
-- query
SELECT a FROM c

-- up
ALTER TABLE public.p ATTACH PARTITION public.c FOR VALUES IN (1);

-- hazards
--   attach partition public.c to public.p: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE

-- down
ALTER TABLE public.p DETACH PARTITION public.c;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
