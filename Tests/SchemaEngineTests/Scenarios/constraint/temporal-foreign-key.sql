-- since: 18
-- common
CREATE EXTENSION btree_gist;
-- old
CREATE TABLE r (id int, part int, during daterange, CONSTRAINT k PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE t (r int, part int, during daterange, CONSTRAINT f FOREIGN KEY (r, PERIOD during) REFERENCES r (id, PERIOD during));
-- new
CREATE TABLE r (id int, part int, during daterange, CONSTRAINT k PRIMARY KEY (id, part, during WITHOUT OVERLAPS));
CREATE TABLE t (r int, part int, during daterange,
    CONSTRAINT f FOREIGN KEY (r, part, PERIOD during) REFERENCES r (id, part, PERIOD during));
-- rows
INSERT INTO r VALUES (1, 1, '[2026-01-01,2026-02-01)');
INSERT INTO t VALUES (1, 1, '[2026-01-05,2026-01-06)');
-- query
SELECT r FROM t

-- up
ALTER TABLE public.r ADD CONSTRAINT r_part_not_null NOT NULL part NOT VALID;

ALTER TABLE public.r VALIDATE CONSTRAINT r_part_not_null;

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.r DROP CONSTRAINT k;

ALTER TABLE public.r ADD CONSTRAINT k PRIMARY KEY (id, part, during WITHOUT OVERLAPS);

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (r, part, PERIOD during) REFERENCES public.r(id, part, PERIOD during) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- hazards
--   validate that column public.r.part is not null: may fail on existing data, reads the table
--   create constraint public.r.k: may fail on existing data, reads the table
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.r DROP CONSTRAINT k;

ALTER TABLE public.r ALTER COLUMN part DROP NOT NULL;

ALTER TABLE public.r ADD CONSTRAINT k PRIMARY KEY (id, during WITHOUT OVERLAPS);

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (r, PERIOD during) REFERENCES public.r(id, PERIOD during) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- down hazards
--   create constraint public.r.k: may fail on existing data, reads the table
--   validate constraint public.t.f: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
