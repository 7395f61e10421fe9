-- A table has one primary key: the old one goes first.
-- old
CREATE TABLE t (a int PRIMARY KEY);
-- new
CREATE TABLE t (a int CONSTRAINT the_key PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT * FROM t

-- up
ALTER TABLE public.t DROP CONSTRAINT t_pkey;

CREATE UNIQUE INDEX CONCURRENTLY the_key ON public.t USING btree (a);

ALTER TABLE public.t ADD CONSTRAINT the_key PRIMARY KEY USING INDEX the_key;

-- hazards
--   create index public.the_key: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT the_key;

CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t USING btree (a);

ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;

-- down hazards
--   create index public.t_pkey: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
