-- old
CREATE TABLE t (note text);
-- new
CREATE TABLE t (remark text, note int);
-- rename
column public.t.note to remark

-- up
ALTER TABLE public.t RENAME COLUMN note TO remark;

ALTER TABLE public.t ADD COLUMN note integer;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP COLUMN note;

ALTER TABLE public.t RENAME COLUMN remark TO note;

-- down hazards
--   drop column public.t.note: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
