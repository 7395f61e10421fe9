-- A partition that was attached has a name of its own for it; a partitioned table takes no NO INHERIT, so the partition is detached meanwhile.
-- since: 18
-- old
CREATE TABLE p (a int CONSTRAINT x NOT NULL PRIMARY KEY, b int CONSTRAINT y NOT NULL) PARTITION BY LIST (a);
CREATE TABLE attached (a int CONSTRAINT mine NOT NULL, b int CONSTRAINT other NOT NULL);
ALTER TABLE p ATTACH PARTITION attached FOR VALUES IN (1);
CREATE TABLE created PARTITION OF p FOR VALUES IN (2);
-- new
CREATE TABLE p (a int CONSTRAINT y NOT NULL PRIMARY KEY, b int CONSTRAINT x NOT NULL) PARTITION BY LIST (a);
CREATE TABLE attached (a int CONSTRAINT mine NOT NULL, b int CONSTRAINT other NOT NULL);
ALTER TABLE p ATTACH PARTITION attached FOR VALUES IN (1);
CREATE TABLE created PARTITION OF p FOR VALUES IN (2);
-- rows
INSERT INTO p VALUES (1, 1), (2, 2);
-- query
SELECT a, b FROM p

-- up
BEGIN;
ALTER TABLE public.p DETACH PARTITION public.attached;
ALTER TABLE public.p RENAME CONSTRAINT x TO plumbline_new_y;
ALTER TABLE public.p RENAME CONSTRAINT y TO x;
ALTER TABLE public.p RENAME CONSTRAINT plumbline_new_y TO y;
ALTER TABLE public.p ATTACH PARTITION public.attached FOR VALUES IN (1);
COMMIT;

-- hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table

-- locks
--   public.attached: ACCESS EXCLUSIVE
--   public.created: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.p DETACH PARTITION public.attached;
ALTER TABLE public.p RENAME CONSTRAINT y TO plumbline_new_x;
ALTER TABLE public.p RENAME CONSTRAINT x TO y;
ALTER TABLE public.p RENAME CONSTRAINT plumbline_new_x TO x;
ALTER TABLE public.p ATTACH PARTITION public.attached FOR VALUES IN (1);
COMMIT;

-- down hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table

-- down locks
--   public.attached: ACCESS EXCLUSIVE
--   public.created: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
