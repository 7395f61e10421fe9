-- A child has a name of its own for it, so RENAME CONSTRAINT on the parent does not find it there. The column is in a primary key, whose
-- constraint cannot be dropped; a child that has it from the parent alone keeps its comment.
-- since: 18
-- old
CREATE TABLE p (a int CONSTRAINT one NOT NULL PRIMARY KEY);
CREATE TABLE own (CONSTRAINT mine NOT NULL a) INHERITS (p);
CREATE TABLE other (CONSTRAINT first NOT NULL a) INHERITS (p);
CREATE TABLE follows () INHERITS (p);
COMMENT ON CONSTRAINT one ON follows IS 'from p';
CREATE TABLE below () INHERITS (follows);
-- new
CREATE TABLE p (a int CONSTRAINT two NOT NULL PRIMARY KEY);
CREATE TABLE own (CONSTRAINT mine NOT NULL a) INHERITS (p);
CREATE TABLE other (CONSTRAINT second NOT NULL a) INHERITS (p);
CREATE TABLE follows () INHERITS (p);
COMMENT ON CONSTRAINT two ON follows IS 'from p';
CREATE TABLE below () INHERITS (follows);
-- rows
INSERT INTO own VALUES (1);
INSERT INTO below VALUES (2);
-- query
SELECT a FROM p

-- up
BEGIN;
ALTER TABLE public.p ALTER CONSTRAINT one NO INHERIT;
ALTER TABLE public.follows ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.p RENAME CONSTRAINT one TO two;
ALTER TABLE public.other RENAME CONSTRAINT first TO second;
ALTER TABLE public.p ALTER CONSTRAINT two INHERIT;
COMMENT ON CONSTRAINT two ON public.follows IS 'from p';
COMMIT;

-- hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table

-- locks
--   public.below: ACCESS EXCLUSIVE
--   public.follows: ACCESS EXCLUSIVE
--   public.other: ACCESS EXCLUSIVE
--   public.own: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.p ALTER CONSTRAINT two NO INHERIT;
ALTER TABLE public.follows ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.p RENAME CONSTRAINT two TO one;
ALTER TABLE public.other RENAME CONSTRAINT second TO first;
ALTER TABLE public.p ALTER CONSTRAINT one INHERIT;
COMMENT ON CONSTRAINT one ON public.follows IS 'from p';
COMMIT;

-- down hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table

-- down locks
--   public.below: ACCESS EXCLUSIVE
--   public.follows: ACCESS EXCLUSIVE
--   public.other: ACCESS EXCLUSIVE
--   public.own: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
