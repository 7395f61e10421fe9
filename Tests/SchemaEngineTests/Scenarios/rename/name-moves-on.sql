-- A name is free before it is taken.
-- old
CREATE TABLE t (a text, b text);
-- new
CREATE TABLE t (b text, c text);
-- rename
column public.t.a to b
column public.t.b to c
-- rows
INSERT INTO t VALUES ('a', 'b');
-- query
SELECT t::text FROM t

-- up
BEGIN;

ALTER TABLE public.t RENAME COLUMN b TO c;

ALTER TABLE public.t RENAME COLUMN a TO b;

COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t RENAME COLUMN b TO a;

ALTER TABLE public.t RENAME COLUMN c TO b;

COMMIT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
