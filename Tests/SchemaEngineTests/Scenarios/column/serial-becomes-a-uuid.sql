-- old
CREATE TABLE t (id serial PRIMARY KEY, x text);
CREATE TABLE c (t_id int REFERENCES t);
-- new
CREATE TABLE t (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, x text);
CREATE TABLE c (t_id uuid REFERENCES t);

-- up
BEGIN;

ALTER TABLE public.c DROP CONSTRAINT c_t_id_fkey;

ALTER TABLE public.c ALTER COLUMN t_id TYPE uuid USING t_id::text::uuid;

ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN id TYPE uuid USING id::text::uuid;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT gen_random_uuid();

ALTER TABLE public.c ADD CONSTRAINT c_t_id_fkey FOREIGN KEY (t_id) REFERENCES public.t(id) NOT VALID;

COMMIT;

ALTER TABLE public.c VALIDATE CONSTRAINT c_t_id_fkey;

DROP SEQUENCE public.t_id_seq;

-- hazards
--   change the type of column public.c.t_id to uuid: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.id to uuid: may fail on existing data, reads the table, rewrites the table
--   validate constraint public.c.c_t_id_fkey: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.c DROP CONSTRAINT c_t_id_fkey;

ALTER TABLE public.c ALTER COLUMN t_id TYPE integer USING t_id::text::integer;

ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN id TYPE integer USING id::text::integer;

CREATE SEQUENCE public.t_id_seq AS integer OWNED BY public.t.id;

ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);

ALTER TABLE public.c ADD CONSTRAINT c_t_id_fkey FOREIGN KEY (t_id) REFERENCES public.t(id) NOT VALID;

COMMIT;

ALTER TABLE public.c VALIDATE CONSTRAINT c_t_id_fkey;

-- down hazards
--   change the type of column public.c.t_id to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.id to integer: may fail on existing data, reads the table, rewrites the table
--   validate constraint public.c.c_t_id_fkey: may fail on existing data, reads the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
