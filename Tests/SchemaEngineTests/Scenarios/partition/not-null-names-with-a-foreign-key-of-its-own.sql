-- only: 18
-- common
CREATE TABLE other (id int PRIMARY KEY);
-- old
CREATE TABLE p (id int CONSTRAINT a NOT NULL REFERENCES other) PARTITION BY LIST (id);
CREATE TABLE p1 (id int CONSTRAINT b NOT NULL);
ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1);
-- new
CREATE TABLE p (id int CONSTRAINT a NOT NULL REFERENCES other) PARTITION BY LIST (id);
CREATE TABLE p1 (id int CONSTRAINT c NOT NULL);
ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1);

-- up
BEGIN;
ALTER TABLE public.p DETACH PARTITION public.p1;
ALTER TABLE public.p1 RENAME CONSTRAINT b TO c;
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);
COMMIT;

-- hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table

-- locks
--   public.other: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.p DETACH PARTITION public.p1;
ALTER TABLE public.p1 RENAME CONSTRAINT c TO b;
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);
COMMIT;

-- down hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table

-- down locks
--   public.other: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
