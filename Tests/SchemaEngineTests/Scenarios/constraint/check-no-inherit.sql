-- common
CREATE TABLE p (a int);
CREATE TABLE c () INHERITS (p);
-- new
ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0) NO INHERIT;
-- rows
INSERT INTO c VALUES (-1); INSERT INTO p VALUES (1);
-- query
SELECT a FROM p ORDER BY a

-- up
ALTER TABLE public.p ADD CONSTRAINT k CHECK ((a > 0)) NO INHERIT NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT k;

-- hazards
--   validate constraint public.p.k: may fail on existing data, reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE

-- locks 18
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP CONSTRAINT k;

-- down locks
--   public.p: ACCESS EXCLUSIVE
