-- old
CREATE TABLE u (id int PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a FROM u GROUP BY id;
-- new
CREATE TABLE u (id int, a text);
CREATE VIEW v AS SELECT id, a FROM u GROUP BY id, a;
-- rows
INSERT INTO u VALUES (1, 'x');
-- query
SELECT id, a FROM u

-- up
CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    a
   FROM public.u
  GROUP BY id, a;

ALTER TABLE public.u DROP CONSTRAINT u_pkey;

ALTER TABLE public.u ALTER COLUMN id DROP NOT NULL;

-- up 15
CREATE OR REPLACE VIEW public.v AS
 SELECT u.id,
    u.a
   FROM public.u
  GROUP BY u.id, u.a;

ALTER TABLE public.u DROP CONSTRAINT u_pkey;

ALTER TABLE public.u ALTER COLUMN id DROP NOT NULL;

-- locks
--   public.u: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.u ADD CONSTRAINT u_id_not_null NOT NULL id NOT VALID;

ALTER TABLE public.u VALIDATE CONSTRAINT u_id_not_null;

CREATE UNIQUE INDEX CONCURRENTLY u_pkey ON public.u USING btree (id);

ALTER TABLE public.u ADD CONSTRAINT u_pkey PRIMARY KEY USING INDEX u_pkey;

CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    a
   FROM public.u
  GROUP BY id;

-- down 17
ALTER TABLE public.u ADD CONSTRAINT plumbline_id_not_null CHECK (id IS NOT NULL) NOT VALID;

ALTER TABLE public.u VALIDATE CONSTRAINT plumbline_id_not_null;

BEGIN;
ALTER TABLE public.u ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.u DROP CONSTRAINT plumbline_id_not_null;
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY u_pkey ON public.u USING btree (id);

ALTER TABLE public.u ADD CONSTRAINT u_pkey PRIMARY KEY USING INDEX u_pkey;

CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    a
   FROM public.u
  GROUP BY id;

-- down 15
ALTER TABLE public.u ADD CONSTRAINT plumbline_id_not_null CHECK (id IS NOT NULL) NOT VALID;

ALTER TABLE public.u VALIDATE CONSTRAINT plumbline_id_not_null;

BEGIN;
ALTER TABLE public.u ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.u DROP CONSTRAINT plumbline_id_not_null;
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY u_pkey ON public.u USING btree (id);

ALTER TABLE public.u ADD CONSTRAINT u_pkey PRIMARY KEY USING INDEX u_pkey;

CREATE OR REPLACE VIEW public.v AS
 SELECT u.id,
    u.a
   FROM public.u
  GROUP BY u.id;

-- down hazards
--   validate that column public.u.id is not null: may fail on existing data, reads the table
--   create index public.u_pkey: may fail on existing data, reads the table

-- down locks
--   public.u: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
