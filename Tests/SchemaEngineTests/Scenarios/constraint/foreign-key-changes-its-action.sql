-- common
CREATE TABLE r (id int PRIMARY KEY);
-- old
CREATE TABLE t (a int CONSTRAINT f REFERENCES r);
-- new
CREATE TABLE t (a int CONSTRAINT f REFERENCES r ON DELETE CASCADE);
-- rows
INSERT INTO r VALUES (1); INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT plumbline_new_f FOREIGN KEY (a) REFERENCES public.r(id) ON DELETE CASCADE NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_new_f;

BEGIN;
ALTER TABLE public.t DROP CONSTRAINT f;
ALTER TABLE public.t RENAME CONSTRAINT plumbline_new_f TO f;
COMMIT;

-- hazards
--   validate constraint public.t.plumbline_new_f: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD CONSTRAINT plumbline_new_f FOREIGN KEY (a) REFERENCES public.r(id) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_new_f;

BEGIN;
ALTER TABLE public.t DROP CONSTRAINT f;
ALTER TABLE public.t RENAME CONSTRAINT plumbline_new_f TO f;
COMMIT;

-- down hazards
--   validate constraint public.t.plumbline_new_f: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
