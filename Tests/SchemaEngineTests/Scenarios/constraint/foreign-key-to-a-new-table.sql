-- common
CREATE TABLE t (a int);
-- new
CREATE TABLE r (id int PRIMARY KEY);
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES r;

-- up
CREATE TABLE public.r (
    id integer NOT NULL,
    CONSTRAINT r_pkey PRIMARY KEY (id)
);

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(id) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- hazards
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.t: SHARE ROW EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT f;

DROP TABLE public.r;

-- down hazards
--   drop table public.r: data loss

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
