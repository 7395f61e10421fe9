-- A new name is a new column: the values do not come along, and the plan says so.
-- old
CREATE TABLE t (id int, name text);
-- new
CREATE TABLE t (id int, title text);

-- up
ALTER TABLE public.t ADD COLUMN title text;

ALTER TABLE public.t DROP COLUMN name;

-- hazards
--   drop column public.t.name: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD COLUMN name text;

ALTER TABLE public.t DROP COLUMN title;

-- down hazards
--   drop column public.t.title: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
