-- old
CREATE TABLE t (a int NOT NULL, b int NOT NULL, CONSTRAINT k PRIMARY KEY (a), CONSTRAINT u UNIQUE (b));
-- new
CREATE TABLE t (a int NOT NULL, b int NOT NULL, CONSTRAINT k UNIQUE (a), CONSTRAINT u PRIMARY KEY (b));

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a);

ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k UNIQUE USING INDEX plumbline_new_k;

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_u ON public.t USING btree (b);

ALTER TABLE public.t DROP CONSTRAINT u, ADD CONSTRAINT u PRIMARY KEY USING INDEX plumbline_new_u;

-- hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table
--   create index public.plumbline_new_u: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_u ON public.t USING btree (b);

ALTER TABLE public.t DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE USING INDEX plumbline_new_u;

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a);

ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

-- down hazards
--   create index public.plumbline_new_u: may fail on existing data, reads the table
--   create index public.plumbline_new_k: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
