-- since: 18
-- common
CREATE EXTENSION btree_gist;
-- old
CREATE TABLE t (id int NOT NULL, during tstzrange NOT NULL);
-- new
CREATE TABLE t (id int NOT NULL, during tstzrange NOT NULL, CONSTRAINT k PRIMARY KEY (id, during WITHOUT OVERLAPS));
-- rows
INSERT INTO t VALUES (1, '[2026-01-01,2026-02-01)');
-- query
SELECT id FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY (id, during WITHOUT OVERLAPS);

-- hazards
--   create constraint public.t.k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT k;

-- down locks
--   public.t: ACCESS EXCLUSIVE
