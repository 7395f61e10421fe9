-- common
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
-- old
CREATE FOREIGN TABLE t (a int OPTIONS (name 'A'), b text) SERVER s OPTIONS (path '/t');
-- new
CREATE FOREIGN TABLE t (a bigint OPTIONS (name 'B') NOT NULL, c date) SERVER s OPTIONS (path '/u');

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;

ALTER FOREIGN TABLE public.t ALTER COLUMN a OPTIONS (SET name 'B');

ALTER TABLE public.t ADD COLUMN c date;

ALTER FOREIGN TABLE public.t OPTIONS (SET path '/u');

ALTER TABLE public.t DROP COLUMN b;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;

ALTER FOREIGN TABLE public.t ALTER COLUMN a OPTIONS (SET name 'A');

ALTER TABLE public.t ADD COLUMN b text;

ALTER FOREIGN TABLE public.t OPTIONS (SET path '/t');

ALTER TABLE public.t DROP COLUMN c;

-- down locks
--   public.t: ACCESS EXCLUSIVE
