-- old
CREATE TABLE p (a int);
CREATE TABLE c () INHERITS (p);
-- new
CREATE TABLE p (a int, b text DEFAULT 'x');
CREATE TABLE c () INHERITS (p);
-- rows
INSERT INTO c VALUES (1);
-- query
SELECT a FROM p

-- up
ALTER TABLE public.p ADD COLUMN b text DEFAULT 'x'::text;

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP COLUMN b;

-- down hazards
--   drop column public.p.b: data loss

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
