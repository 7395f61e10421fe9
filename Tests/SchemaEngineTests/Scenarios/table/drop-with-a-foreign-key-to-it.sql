-- common
CREATE TABLE u (id int);
-- old
CREATE TABLE r (id int PRIMARY KEY);
ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES r;

-- up
ALTER TABLE public.u DROP CONSTRAINT f;

DROP TABLE public.r;

-- hazards
--   drop table public.r: data loss

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.u: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.r (
    id integer NOT NULL,
    CONSTRAINT r_pkey PRIMARY KEY (id)
);

ALTER TABLE public.u ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES public.r(id) NOT VALID;

ALTER TABLE public.u VALIDATE CONSTRAINT f;

-- down hazards
--   validate constraint public.u.f: may fail on existing data, reads the table

-- down locks
--   public.u: SHARE ROW EXCLUSIVE
