-- old
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- new
CREATE TABLE p (a int, b text DEFAULT 'x') PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- rows
INSERT INTO p VALUES (1);
-- query
SELECT a FROM p

-- up
ALTER TABLE public.p ADD COLUMN b text DEFAULT 'x'::text;

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP COLUMN b;

-- down hazards
--   drop column public.p.b: data loss

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
