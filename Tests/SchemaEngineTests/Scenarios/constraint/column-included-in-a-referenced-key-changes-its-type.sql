-- old
CREATE TABLE r (a int, b int, c varchar(5), CONSTRAINT k PRIMARY KEY (a) INCLUDE (b), CONSTRAINT u UNIQUE (b) INCLUDE (c));
CREATE TABLE t (a int CONSTRAINT f REFERENCES r (a), b int CONSTRAINT g REFERENCES r (b));
-- new
CREATE TABLE r (a int, b bigint, c varchar(9), CONSTRAINT k PRIMARY KEY (a) INCLUDE (b), CONSTRAINT u UNIQUE (b) INCLUDE (c));
CREATE TABLE t (a int CONSTRAINT f REFERENCES r (a), b int CONSTRAINT g REFERENCES r (b));
-- rows
INSERT INTO r VALUES (1, 2, 'x'); INSERT INTO t VALUES (1, 2);
-- query
SELECT t.a, r.b, r.c FROM t JOIN r USING (a)

-- up
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.t DROP CONSTRAINT g;

ALTER TABLE public.r ALTER COLUMN b TYPE bigint;

ALTER TABLE public.r ALTER COLUMN c TYPE character varying(9);

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

ALTER TABLE public.t ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES public.r(b) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

ALTER TABLE public.t VALIDATE CONSTRAINT g;

-- hazards
--   change the type of column public.r.b to bigint: reads the table, rewrites the table
--   validate constraint public.t.f: may fail on existing data, reads the table
--   validate constraint public.t.g: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.t DROP CONSTRAINT g;

ALTER TABLE public.r ALTER COLUMN b TYPE integer;

ALTER TABLE public.r ALTER COLUMN c TYPE character varying(5);

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

ALTER TABLE public.t ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES public.r(b) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

ALTER TABLE public.t VALIDATE CONSTRAINT g;

-- down hazards
--   change the type of column public.r.b to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.r.c to character varying(5): may fail on existing data, reads the table, rewrites the table
--   validate constraint public.t.f: may fail on existing data, reads the table
--   validate constraint public.t.g: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
