-- old
CREATE TABLE r (a int, b text COLLATE "C", self int);
CREATE UNIQUE INDEX i ON r (a) INCLUDE (b);
ALTER TABLE r ADD CONSTRAINT s FOREIGN KEY (self) REFERENCES r (a);
-- new
CREATE TABLE r (a int, b text, self int);
CREATE UNIQUE INDEX i ON r (a) INCLUDE (b);
ALTER TABLE r ADD CONSTRAINT s FOREIGN KEY (self) REFERENCES r (a);
-- rows
INSERT INTO r VALUES (1, 'x', NULL), (2, 'y', 1);
-- query
SELECT a, b, self FROM r ORDER BY a

-- up
BEGIN;

ALTER TABLE public.r DROP CONSTRAINT s;

ALTER TABLE public.r ALTER COLUMN b TYPE text;

ALTER TABLE public.r ADD CONSTRAINT s FOREIGN KEY (self) REFERENCES public.r(a) NOT VALID;

COMMIT;

ALTER TABLE public.r VALIDATE CONSTRAINT s;

-- hazards
--   change the type of column public.r.b to text: reads the table
--   validate constraint public.r.s: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.r DROP CONSTRAINT s;

ALTER TABLE public.r ALTER COLUMN b TYPE text COLLATE pg_catalog."C";

ALTER TABLE public.r ADD CONSTRAINT s FOREIGN KEY (self) REFERENCES public.r(a) NOT VALID;

COMMIT;

ALTER TABLE public.r VALIDATE CONSTRAINT s;

-- down hazards
--   change the type of column public.r.b to text: reads the table
--   validate constraint public.r.s: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
