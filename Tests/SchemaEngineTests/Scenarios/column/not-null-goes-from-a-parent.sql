-- DROP NOT NULL takes that of the children along; one of them keeps it.
-- old
CREATE TABLE p (a int NOT NULL);
CREATE TABLE keeps () INHERITS (p);
CREATE TABLE loses () INHERITS (p);
-- new
CREATE TABLE p (a int);
CREATE TABLE keeps () INHERITS (p);
ALTER TABLE keeps ALTER a SET NOT NULL;
CREATE TABLE loses () INHERITS (p);
-- rows
INSERT INTO keeps VALUES (1);
-- query
SELECT a FROM p

-- up
BEGIN;
ALTER TABLE ONLY public.p ALTER COLUMN a DROP NOT NULL;
ALTER TABLE ONLY public.loses ALTER COLUMN a DROP NOT NULL;
COMMIT;

-- up 18
ALTER TABLE public.p ALTER COLUMN a DROP NOT NULL;

ALTER TABLE public.keeps ADD CONSTRAINT plumbline_a_not_null CHECK (a IS NOT NULL) NOT VALID;

ALTER TABLE public.keeps VALIDATE CONSTRAINT plumbline_a_not_null;

BEGIN;
ALTER TABLE public.keeps ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.keeps DROP CONSTRAINT plumbline_a_not_null;
COMMIT;

-- hazards 18
--   validate that column public.keeps.a is not null: may fail on existing data, reads the table

-- locks
--   public.loses: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- locks 18
--   public.keeps: ACCESS EXCLUSIVE
--   public.loses: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p ADD CONSTRAINT plumbline_a_not_null CHECK (a IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_a_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_a_not_null;
COMMIT;

-- down 18
ALTER TABLE public.keeps ALTER COLUMN a DROP NOT NULL;

ALTER TABLE public.p ADD CONSTRAINT plumbline_a_not_null CHECK (a IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_a_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_a_not_null;
COMMIT;

-- down hazards
--   validate that column public.p.a is not null: may fail on existing data, reads the table

-- down locks
--   public.keeps: ACCESS EXCLUSIVE
--   public.loses: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
