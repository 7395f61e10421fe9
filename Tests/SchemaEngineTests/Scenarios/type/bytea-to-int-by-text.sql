-- Without a cast, the text form is read; the plan says that it may fail.
-- old
CREATE TABLE t (a bytea);
-- new
CREATE TABLE t (a int);

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::text::integer;

-- up 18
ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;

-- hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE bytea USING a::text::bytea;

-- down 18
ALTER TABLE public.t ALTER COLUMN a TYPE bytea USING a::bytea;

-- down hazards
--   change the type of column public.t.a to bytea: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
