-- Text and uuid do not compare, so that the foreign key goes and comes back; bigint and numeric change in an order that works.
-- old
CREATE TABLE r (a text PRIMARY KEY, b bigint UNIQUE);
CREATE TABLE t (a text CONSTRAINT f REFERENCES r, b bigint CONSTRAINT g REFERENCES r (b));
-- new
CREATE TABLE r (a uuid PRIMARY KEY, b numeric UNIQUE);
CREATE TABLE t (a uuid CONSTRAINT f REFERENCES r, b numeric CONSTRAINT g REFERENCES r (b));
-- rows
INSERT INTO r VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 7); INSERT INTO t VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 7);
-- query
SELECT t.a, t.b FROM t JOIN r USING (a, b)

-- up
ALTER TABLE public.r ALTER COLUMN b TYPE numeric;

ALTER TABLE public.t ALTER COLUMN b TYPE numeric;

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.r ALTER COLUMN a TYPE uuid USING a::uuid;

ALTER TABLE public.t ALTER COLUMN a TYPE uuid USING a::uuid;

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- hazards
--   change the type of column public.r.b to numeric: reads the table, rewrites the table
--   change the type of column public.t.b to numeric: reads the table, rewrites the table
--   change the type of column public.r.a to uuid: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.a to uuid: may fail on existing data, reads the table, rewrites the table
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN b TYPE bigint;

ALTER TABLE public.r ALTER COLUMN b TYPE bigint;

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.r ALTER COLUMN a TYPE text;

ALTER TABLE public.t ALTER COLUMN a TYPE text;

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- down hazards
--   change the type of column public.t.b to bigint: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.r.b to bigint: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.r.a to text: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.a to text: may fail on existing data, reads the table, rewrites the table
--   validate constraint public.t.f: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
