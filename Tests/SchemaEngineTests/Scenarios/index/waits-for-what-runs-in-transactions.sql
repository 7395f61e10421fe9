-- The builds come last, when the rest of the plan is done.
-- old
CREATE TABLE a (x int);
CREATE TABLE b (x int);
-- new
CREATE TABLE a (x int);
CREATE INDEX a_x ON a (x);
CREATE TABLE b (x int DEFAULT 5, y text);
CREATE TABLE c (x int);

-- up
ALTER TABLE public.b ADD COLUMN y text;

ALTER TABLE public.b ALTER COLUMN x SET DEFAULT 5;

CREATE TABLE public.c (
    x integer
);

CREATE INDEX CONCURRENTLY a_x ON public.a USING btree (x);

-- hazards
--   create index public.a_x: reads the table

-- locks
--   public.a: SHARE UPDATE EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.a_x;

ALTER TABLE public.b DROP COLUMN y;

ALTER TABLE public.b ALTER COLUMN x DROP DEFAULT;

DROP TABLE public.c;

-- down hazards
--   drop column public.b.y: data loss
--   drop table public.c: data loss

-- down locks
--   public.a: SHARE UPDATE EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE
--   public.c: ACCESS EXCLUSIVE
