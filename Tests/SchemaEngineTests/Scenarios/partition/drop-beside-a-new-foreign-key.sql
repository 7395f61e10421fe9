-- common
CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
-- old
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
-- new
CREATE TABLE f (p_id int REFERENCES p);

-- up
CREATE TABLE public.f (
    p_id integer
);

ALTER TABLE public.f ADD CONSTRAINT f_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id);

BEGIN;
ALTER TABLE public.p DETACH PARTITION public.p2;
DROP TABLE public.p2;
COMMIT;

-- hazards
--   drop table public.p2: data loss

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: SHARE ROW EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (10) TO (20);

DROP TABLE public.f;

-- down hazards
--   drop table public.f: data loss

-- down locks
--   public.f: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
