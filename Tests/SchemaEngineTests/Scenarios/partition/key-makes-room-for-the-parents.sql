-- A key of a partition goes before one of the parent over the same columns comes, which would take it.
-- old
CREATE TABLE t (i int NOT NULL, k int NOT NULL) PARTITION BY RANGE (i);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
ALTER TABLE t2 ADD CONSTRAINT u2 PRIMARY KEY (i);
-- new
CREATE TABLE t (i int NOT NULL, k int NOT NULL) PARTITION BY RANGE (i);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
ALTER TABLE t ADD CONSTRAINT uu UNIQUE (i);
ALTER TABLE t ADD CONSTRAINT pp PRIMARY KEY (i, k);

-- up
CREATE UNIQUE INDEX CONCURRENTLY t2_i_key ON public.t2 USING btree (i);

ALTER TABLE public.t2 ADD CONSTRAINT t2_i_key UNIQUE USING INDEX t2_i_key;

ALTER TABLE public.t2 DROP CONSTRAINT u2;

ALTER TABLE public.t ADD CONSTRAINT uu UNIQUE (i);

CREATE UNIQUE INDEX CONCURRENTLY t2_pkey ON public.t2 USING btree (i, k);

ALTER TABLE public.t2 ADD CONSTRAINT t2_pkey PRIMARY KEY USING INDEX t2_pkey;

ALTER TABLE public.t ADD CONSTRAINT pp PRIMARY KEY (i, k);

-- hazards
--   create index public.t2_i_key: may fail on existing data, reads the table
--   create constraint public.t.uu: may fail on existing data, reads the table
--   create index public.t2_pkey: may fail on existing data, reads the table
--   create constraint public.t.pp: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.t2: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY u2 ON public.t2 USING btree (i);

ALTER TABLE public.t DROP CONSTRAINT pp;

BEGIN;

ALTER TABLE public.t2 ADD CONSTRAINT u2 PRIMARY KEY USING INDEX u2;

COMMIT;

ALTER TABLE public.t DROP CONSTRAINT uu;

-- down hazards
--   create index public.u2: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.t2: ACCESS EXCLUSIVE
