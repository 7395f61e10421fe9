-- PostgreSQL does not detach a partition to whose rows others refer.
-- common
CREATE TABLE p (id int, d int, PRIMARY KEY (id, d)) PARTITION BY LIST (d);
CREATE TABLE f (id int, d int, g int);
-- old
CREATE TABLE c PARTITION OF p FOR VALUES IN (1, 2);
ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id, d) REFERENCES p;
ALTER TABLE f ADD CONSTRAINT l FOREIGN KEY (id, d) REFERENCES p;
-- new
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id, d) REFERENCES p;
ALTER TABLE f ADD CONSTRAINT l FOREIGN KEY (id, d) REFERENCES c;
-- rows
INSERT INTO p VALUES (1, 1); INSERT INTO f VALUES (1, 1);
-- query
SELECT id, d FROM f

-- up
BEGIN;

ALTER TABLE public.f DROP CONSTRAINT k;

ALTER TABLE public.f DROP CONSTRAINT l;

ALTER TABLE public.p DETACH PARTITION public.c;

ALTER TABLE public.p ATTACH PARTITION public.c FOR VALUES IN (1);

ALTER TABLE public.f ADD CONSTRAINT k FOREIGN KEY (id, d) REFERENCES public.p(id, d) NOT VALID;

ALTER TABLE public.f ADD CONSTRAINT l FOREIGN KEY (id, d) REFERENCES public.c(id, d) NOT VALID;

COMMIT;

ALTER TABLE public.f VALIDATE CONSTRAINT k;

ALTER TABLE public.f VALIDATE CONSTRAINT l;

-- hazards
--   attach partition public.c to public.p: may fail on existing data, reads the table
--   validate constraint public.f.k: may fail on existing data, reads the table
--   validate constraint public.f.l: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.f: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.f DROP CONSTRAINT k;

ALTER TABLE public.f DROP CONSTRAINT l;

ALTER TABLE public.p DETACH PARTITION public.c;

ALTER TABLE public.p ATTACH PARTITION public.c FOR VALUES IN (1, 2);

ALTER TABLE public.f ADD CONSTRAINT k FOREIGN KEY (id, d) REFERENCES public.p(id, d) NOT VALID;

ALTER TABLE public.f ADD CONSTRAINT l FOREIGN KEY (id, d) REFERENCES public.p(id, d) NOT VALID;

COMMIT;

ALTER TABLE public.f VALIDATE CONSTRAINT k;

ALTER TABLE public.f VALIDATE CONSTRAINT l;

-- down hazards
--   attach partition public.c to public.p: may fail on existing data, reads the table
--   validate constraint public.f.k: may fail on existing data, reads the table
--   validate constraint public.f.l: may fail on existing data, reads the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.f: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
