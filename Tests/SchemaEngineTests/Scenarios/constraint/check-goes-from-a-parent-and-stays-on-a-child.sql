-- A child that had the check from its parent keeps it as its own, and one that had declared it too loses it with the parent.
-- old
CREATE TABLE p (a int CONSTRAINT positive CHECK (a > 0));
CREATE TABLE keeps () INHERITS (p);
CREATE TABLE loses (CONSTRAINT positive CHECK (a > 0)) INHERITS (p);
CREATE TABLE differs () INHERITS (p);
CREATE TABLE t (a int CONSTRAINT positive CHECK (a > 0)) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
-- new
CREATE TABLE p (a int);
CREATE TABLE keeps (CONSTRAINT positive CHECK (a > 0)) INHERITS (p);
CREATE TABLE loses () INHERITS (p);
CREATE TABLE differs (CONSTRAINT positive CHECK (a > 5)) INHERITS (p);
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
ALTER TABLE t1 ADD CONSTRAINT positive CHECK (a > 0);
-- rows
INSERT INTO keeps VALUES (1);
-- query
SELECT a FROM p

-- up
ALTER TABLE public.keeps ADD CONSTRAINT positive CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.keeps VALIDATE CONSTRAINT positive;

ALTER TABLE public.p DROP CONSTRAINT positive;

ALTER TABLE public.differs ADD CONSTRAINT positive CHECK ((a > 5)) NOT VALID;

ALTER TABLE public.differs VALIDATE CONSTRAINT positive;

ALTER TABLE public.t DROP CONSTRAINT positive;

ALTER TABLE public.t1 ADD CONSTRAINT positive CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.t1 VALIDATE CONSTRAINT positive;

ALTER TABLE public.loses DROP CONSTRAINT positive;

-- hazards
--   validate constraint public.keeps.positive: may fail on existing data, reads the table
--   validate constraint public.differs.positive: may fail on existing data, reads the table
--   validate constraint public.t1.positive: may fail on existing data, reads the table

-- locks
--   public.differs: ACCESS EXCLUSIVE
--   public.keeps: ACCESS EXCLUSIVE
--   public.loses: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.loses ADD CONSTRAINT positive CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.loses VALIDATE CONSTRAINT positive;

ALTER TABLE public.t ADD CONSTRAINT positive CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT positive;

ALTER TABLE public.differs DROP CONSTRAINT positive;

BEGIN;

ALTER TABLE public.keeps DROP CONSTRAINT positive;

ALTER TABLE public.p ADD CONSTRAINT positive CHECK ((a > 0)) NOT VALID;

COMMIT;

ALTER TABLE public.p VALIDATE CONSTRAINT positive;

-- down hazards
--   validate constraint public.loses.positive: may fail on existing data, reads the table
--   validate constraint public.t.positive: may fail on existing data, reads the table
--   validate constraint public.p.positive: may fail on existing data, reads the table

-- down locks
--   public.differs: ACCESS EXCLUSIVE
--   public.keeps: ACCESS EXCLUSIVE
--   public.loses: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
