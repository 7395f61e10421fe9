-- new
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);

-- up
CREATE TABLE public.t (
    a integer
);

CREATE INDEX i ON public.t USING btree (a);

-- down
DROP TABLE public.t;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
