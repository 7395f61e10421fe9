-- A generated column that must be dropped and added again is replaced in the tables that inherit it.
-- old
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + 1';
CREATE TABLE t (a int, g int GENERATED ALWAYS AS (f(a)) STORED);
CREATE TABLE child (b int) INHERITS (t);
-- new
CREATE FUNCTION f(a bigint) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT (a + 1)::int';
CREATE TABLE t (a int, g int GENERATED ALWAYS AS (f(a)) STORED);
CREATE TABLE child (b int) INHERITS (t);
-- rows
INSERT INTO child VALUES (1, DEFAULT, 2)
-- query
SELECT a, g, b FROM child

-- up
CREATE FUNCTION public.f(a bigint)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT (a + 1)::int$function$;

BEGIN;

ALTER TABLE public.t DROP COLUMN g;

ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS (public.f((a)::bigint)) STORED;

COMMIT;

DROP FUNCTION public.f(integer);

-- hazards
--   add column public.t.g: rewrites the table

-- locks
--   public.child: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE FUNCTION public.f(a integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a + 1$function$;

BEGIN;

ALTER TABLE public.t DROP COLUMN g;

ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS (public.f(a)) STORED;

COMMIT;

DROP FUNCTION public.f(bigint);

-- down hazards
--   add column public.t.g: rewrites the table

-- down locks
--   public.child: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
