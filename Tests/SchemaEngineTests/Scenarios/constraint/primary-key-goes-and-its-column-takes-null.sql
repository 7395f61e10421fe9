-- A column of a key takes NULL once the key is gone, and the view that was grouped by it is changed before.
-- old
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE VIEW v AS SELECT id, a FROM t GROUP BY id;
-- new
CREATE TABLE t (id int, a int);
CREATE VIEW v AS SELECT id, a FROM t GROUP BY id, a;
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT * FROM t

-- up
CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    a
   FROM public.t
  GROUP BY id, a;

ALTER TABLE public.t DROP CONSTRAINT t_pkey;

ALTER TABLE public.t ALTER COLUMN id DROP NOT NULL;

-- up 15
CREATE OR REPLACE VIEW public.v AS
 SELECT t.id,
    t.a
   FROM public.t
  GROUP BY t.id, t.a;

ALTER TABLE public.t DROP CONSTRAINT t_pkey;

ALTER TABLE public.t ALTER COLUMN id DROP NOT NULL;

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD CONSTRAINT t_id_not_null NOT NULL id NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT t_id_not_null;

CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t USING btree (id);

ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;

CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    a
   FROM public.t
  GROUP BY id;

-- down 17
ALTER TABLE public.t ADD CONSTRAINT plumbline_id_not_null CHECK (id IS NOT NULL) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_id_not_null;

BEGIN;
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT plumbline_id_not_null;
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t USING btree (id);

ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;

CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    a
   FROM public.t
  GROUP BY id;

-- down 15
ALTER TABLE public.t ADD CONSTRAINT plumbline_id_not_null CHECK (id IS NOT NULL) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_id_not_null;

BEGIN;
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT plumbline_id_not_null;
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t USING btree (id);

ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;

CREATE OR REPLACE VIEW public.v AS
 SELECT t.id,
    t.a
   FROM public.t
  GROUP BY t.id;

-- down hazards
--   validate that column public.t.id is not null: may fail on existing data, reads the table
--   create index public.t_pkey: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
