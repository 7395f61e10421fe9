-- A table that has the columns is made a child in place.
-- common
CREATE TABLE p (a int);
CREATE TABLE q (b int);
-- old
CREATE TABLE c (a int, b int) ;
ALTER TABLE c INHERIT p;
-- new
CREATE TABLE c (a int, b int);
ALTER TABLE c INHERIT q;
-- rows
INSERT INTO c VALUES (1, 2);
-- query
SELECT a, b FROM c

-- up
ALTER TABLE public.c NO INHERIT public.p;

ALTER TABLE public.c INHERIT public.q;

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.q: SHARE UPDATE EXCLUSIVE

-- down
ALTER TABLE public.c NO INHERIT public.q;

ALTER TABLE public.c INHERIT public.p;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE
