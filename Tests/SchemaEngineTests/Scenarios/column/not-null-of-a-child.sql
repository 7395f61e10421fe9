-- A child declares a constraint of its parent too, gives its own another name, and leaves one to the parent.
-- since: 18
-- old
CREATE TABLE p (a int CONSTRAINT n NOT NULL, b int);
CREATE TABLE declares () INHERITS (p);
CREATE TABLE leaves (CONSTRAINT mine NOT NULL a) INHERITS (p);
CREATE TABLE renames (CONSTRAINT one NOT NULL a) INHERITS (p);
-- new
CREATE TABLE p (a int CONSTRAINT n NOT NULL, b int NOT NULL);
CREATE TABLE declares (CONSTRAINT own NOT NULL a, CONSTRAINT shared NOT NULL b) INHERITS (p);
CREATE TABLE leaves () INHERITS (p);
CREATE TABLE renames (CONSTRAINT other NOT NULL a) INHERITS (p);
-- rows
INSERT INTO p VALUES (1, 1);
INSERT INTO declares VALUES (2, 2);
-- query
SELECT a FROM p

-- up
BEGIN;
ALTER TABLE public.p ALTER CONSTRAINT n NO INHERIT;
ALTER TABLE public.leaves ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.declares RENAME CONSTRAINT n TO own;
ALTER TABLE public.renames RENAME CONSTRAINT one TO other;
ALTER TABLE public.p ALTER CONSTRAINT n INHERIT;
COMMIT;

ALTER TABLE public.declares ADD CONSTRAINT shared NOT NULL b NOT VALID;

ALTER TABLE public.declares VALIDATE CONSTRAINT shared;

ALTER TABLE public.p ADD CONSTRAINT plumbline_b_not_null CHECK (b IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_b_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_b_not_null;
COMMIT;

-- hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table
--   validate constraint public.declares.shared: may fail on existing data, reads the table
--   validate that column public.p.b is not null: may fail on existing data, reads the table

-- locks
--   public.declares: ACCESS EXCLUSIVE
--   public.leaves: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.renames: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.p ALTER CONSTRAINT n NO INHERIT;
ALTER TABLE public.declares ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.leaves RENAME CONSTRAINT n TO mine;
ALTER TABLE public.renames RENAME CONSTRAINT other TO one;
ALTER TABLE public.p ALTER CONSTRAINT n INHERIT;
COMMIT;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b DROP NOT NULL;
ALTER TABLE public.declares ALTER COLUMN b DROP NOT NULL;
COMMIT;

-- down hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table

-- down locks
--   public.declares: ACCESS EXCLUSIVE
--   public.leaves: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.renames: ACCESS EXCLUSIVE
