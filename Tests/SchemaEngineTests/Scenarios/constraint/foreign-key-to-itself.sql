-- common
CREATE TABLE t (id int PRIMARY KEY, parent int);
-- new
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (parent) REFERENCES t;
-- rows
INSERT INTO t VALUES (1, 1);
-- query
SELECT id, parent FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (parent) REFERENCES public.t(id) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- hazards
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.t: SHARE ROW EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT f;

-- down locks
--   public.t: ACCESS EXCLUSIVE
