-- old
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (r int REFERENCES r);
-- new
CREATE TABLE r (id bigint PRIMARY KEY);
CREATE TABLE t (r bigint REFERENCES r);
-- rows
INSERT INTO r VALUES (1); INSERT INTO t VALUES (1);
-- query
SELECT r.id, t.r FROM r JOIN t ON t.r = r.id

-- up
ALTER TABLE public.r ALTER COLUMN id TYPE bigint;

ALTER TABLE public.t ALTER COLUMN r TYPE bigint;

-- hazards
--   change the type of column public.r.id to bigint: reads the table, rewrites the table
--   change the type of column public.t.r to bigint: reads the table, rewrites the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN r TYPE integer;

ALTER TABLE public.r ALTER COLUMN id TYPE integer;

-- down hazards
--   change the type of column public.t.r to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.r.id to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
