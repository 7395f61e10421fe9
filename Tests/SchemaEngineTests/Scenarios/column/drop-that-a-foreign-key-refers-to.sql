-- old
CREATE TABLE r (id int PRIMARY KEY, code text CONSTRAINT r_code UNIQUE);
CREATE TABLE t (code text CONSTRAINT t_code REFERENCES r (code));
-- new
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (code text);

-- up
ALTER TABLE public.t DROP CONSTRAINT t_code;

ALTER TABLE public.r DROP CONSTRAINT r_code;

ALTER TABLE public.r DROP COLUMN code;

-- hazards
--   drop column public.r.code: data loss

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.r ADD COLUMN code text;

CREATE UNIQUE INDEX CONCURRENTLY r_code ON public.r USING btree (code);

ALTER TABLE public.r ADD CONSTRAINT r_code UNIQUE USING INDEX r_code;

ALTER TABLE public.t ADD CONSTRAINT t_code FOREIGN KEY (code) REFERENCES public.r(code) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT t_code;

-- down hazards
--   create index public.r_code: may fail on existing data, reads the table
--   validate constraint public.t.t_code: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: SHARE ROW EXCLUSIVE
