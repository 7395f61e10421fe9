-- SET DEFAULT on a parent reaches its children, also those that have a default of their own or none.
-- old
CREATE TABLE p (a int DEFAULT 1, b int DEFAULT 1, c int DEFAULT 1);
CREATE TABLE c () INHERITS (p);
ALTER TABLE c ALTER a SET DEFAULT 5, ALTER b DROP DEFAULT;
-- new
CREATE TABLE p (a int DEFAULT 2, b int DEFAULT 2, c int DEFAULT 1);
CREATE TABLE c () INHERITS (p);
ALTER TABLE c ALTER a SET DEFAULT 5, ALTER b DROP DEFAULT, ALTER c DROP DEFAULT;
-- rows
INSERT INTO c DEFAULT VALUES;
-- query
SELECT a FROM c

-- up
ALTER TABLE public.c ALTER COLUMN c DROP DEFAULT;

BEGIN;
ALTER TABLE public.p ALTER COLUMN a SET DEFAULT 2;
ALTER TABLE public.c ALTER COLUMN a SET DEFAULT 5;
COMMIT;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b SET DEFAULT 2;
ALTER TABLE public.c ALTER COLUMN b DROP DEFAULT;
COMMIT;

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.c ALTER COLUMN c SET DEFAULT 1;

BEGIN;
ALTER TABLE public.p ALTER COLUMN a SET DEFAULT 1;
ALTER TABLE public.c ALTER COLUMN a SET DEFAULT 5;
COMMIT;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE public.c ALTER COLUMN b DROP DEFAULT;
COMMIT;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- wrong
--   set the default of column public.p.a: claims ACCESS EXCLUSIVE on public.p; takes ACCESS EXCLUSIVE on public.c, ACCESS EXCLUSIVE on public.p
--   set the default of column public.p.b: claims ACCESS EXCLUSIVE on public.p; takes ACCESS EXCLUSIVE on public.c, ACCESS EXCLUSIVE on public.p
--   set the default of column public.p.a: claims ACCESS EXCLUSIVE on public.p; takes ACCESS EXCLUSIVE on public.c, ACCESS EXCLUSIVE on public.p
--   set the default of column public.p.b: claims ACCESS EXCLUSIVE on public.p; takes ACCESS EXCLUSIVE on public.c, ACCESS EXCLUSIVE on public.p
