-- A child keeps the constraint as its own, another one under another name, and a third loses it.
-- since: 18
-- old
CREATE TABLE p (a int CONSTRAINT n NOT NULL);
CREATE TABLE keeps () INHERITS (p);
CREATE TABLE renames () INHERITS (p);
CREATE TABLE loses () INHERITS (p);
-- new
CREATE TABLE p (a int CONSTRAINT n NOT NULL NO INHERIT);
CREATE TABLE keeps (CONSTRAINT n NOT NULL a) INHERITS (p);
CREATE TABLE renames (CONSTRAINT mine NOT NULL a) INHERITS (p);
CREATE TABLE loses () INHERITS (p);
-- rows
INSERT INTO keeps VALUES (1);
INSERT INTO loses VALUES (2);
-- query
SELECT a FROM p

-- up
BEGIN;
ALTER TABLE public.p ALTER CONSTRAINT n NO INHERIT;
ALTER TABLE public.loses ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.renames RENAME CONSTRAINT n TO mine;
COMMIT;

-- locks
--   public.keeps: ACCESS EXCLUSIVE
--   public.loses: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.renames: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.keeps ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.renames ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.p ALTER CONSTRAINT n INHERIT;
COMMIT;

-- down hazards
--   change the NOT NULL constraints of table public.p and its children: may fail on existing data, reads the table

-- down locks
--   public.keeps: ACCESS EXCLUSIVE
--   public.loses: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.renames: ACCESS EXCLUSIVE
