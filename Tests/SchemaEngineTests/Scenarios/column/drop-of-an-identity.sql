-- old
CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (START 100), b text);
-- new
CREATE TABLE t (b text);

-- up
ALTER TABLE public.t DROP COLUMN id;

-- hazards
--   drop column public.t.id: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD COLUMN id bigint NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 100);

-- down hazards
--   add column public.t.id: rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
