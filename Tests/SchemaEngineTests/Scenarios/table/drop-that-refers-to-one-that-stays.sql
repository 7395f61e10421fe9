-- The key goes with the table; the other table loses the triggers that guard it.
-- common
CREATE TABLE r (id int PRIMARY KEY);
-- old
CREATE TABLE t (a int CONSTRAINT f REFERENCES r);

-- up
DROP TABLE public.t;

-- hazards
--   drop table public.t: data loss

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.t (
    a integer
);

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(id);

-- down locks
--   public.r: SHARE ROW EXCLUSIVE
