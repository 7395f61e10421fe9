-- The keys of the partitions are built before the old key goes, so that one transaction exchanges all of them.
-- common
CREATE TABLE p (a int NOT NULL, b int NOT NULL) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20) PARTITION BY LIST (a);
CREATE TABLE p2a PARTITION OF p2 DEFAULT;
CREATE TABLE f (a int);
-- old
ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a);
ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p;
-- new
ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a) INCLUDE (b);
ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p;
-- rows
INSERT INTO p VALUES (1, 2), (11, 3); INSERT INTO f VALUES (11);
-- query
SELECT a, b FROM p ORDER BY a

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_p1_pkey ON public.p1 USING btree (a) INCLUDE (b);

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_p2a_pkey ON public.p2a USING btree (a) INCLUDE (b);

BEGIN;

ALTER TABLE public.f DROP CONSTRAINT fk;

ALTER TABLE public.p DROP CONSTRAINT k;

ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY USING INDEX plumbline_new_p1_pkey;

ALTER TABLE public.p2a ADD CONSTRAINT p2a_pkey PRIMARY KEY USING INDEX plumbline_new_p2a_pkey;

ALTER TABLE public.p2 ADD CONSTRAINT p2_pkey PRIMARY KEY (a) INCLUDE (b);

ALTER TABLE public.p ADD CONSTRAINT k PRIMARY KEY (a) INCLUDE (b);

ALTER TABLE public.f ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES public.p(a) NOT VALID;

COMMIT;

ALTER TABLE public.f VALIDATE CONSTRAINT fk;

-- hazards
--   create index public.plumbline_new_p1_pkey: may fail on existing data, reads the table
--   create index public.plumbline_new_p2a_pkey: may fail on existing data, reads the table
--   create constraint public.p2.p2_pkey: may fail on existing data, reads the table
--   create constraint public.p.k: may fail on existing data, reads the table
--   validate constraint public.f.fk: may fail on existing data, reads the table

-- locks
--   public.f: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
--   public.p2a: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_p1_pkey ON public.p1 USING btree (a);

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_p2a_pkey ON public.p2a USING btree (a);

BEGIN;

ALTER TABLE public.f DROP CONSTRAINT fk;

ALTER TABLE public.p DROP CONSTRAINT k;

ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY USING INDEX plumbline_new_p1_pkey;

ALTER TABLE public.p2a ADD CONSTRAINT p2a_pkey PRIMARY KEY USING INDEX plumbline_new_p2a_pkey;

ALTER TABLE public.p2 ADD CONSTRAINT p2_pkey PRIMARY KEY (a);

ALTER TABLE public.p ADD CONSTRAINT k PRIMARY KEY (a);

ALTER TABLE public.f ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES public.p(a) NOT VALID;

COMMIT;

ALTER TABLE public.f VALIDATE CONSTRAINT fk;

-- down hazards
--   create index public.plumbline_new_p1_pkey: may fail on existing data, reads the table
--   create index public.plumbline_new_p2a_pkey: may fail on existing data, reads the table
--   create constraint public.p2.p2_pkey: may fail on existing data, reads the table
--   create constraint public.p.k: may fail on existing data, reads the table
--   validate constraint public.f.fk: may fail on existing data, reads the table

-- down locks
--   public.f: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
--   public.p2a: ACCESS EXCLUSIVE
