-- old
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int CONSTRAINT f REFERENCES r);
-- new
CREATE TABLE r (id bigint PRIMARY KEY);
CREATE TABLE t (a bigint CONSTRAINT f REFERENCES r);
-- rows
INSERT INTO r VALUES (1); INSERT INTO t VALUES (1);
-- query
SELECT t.a FROM t JOIN r ON id = a

-- up
ALTER TABLE public.r ALTER COLUMN id TYPE bigint;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

-- hazards
--   change the type of column public.r.id to bigint: reads the table, rewrites the table
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

ALTER TABLE public.r ALTER COLUMN id TYPE integer;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.r.id to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
