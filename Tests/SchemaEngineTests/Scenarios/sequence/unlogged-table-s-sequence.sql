-- new
CREATE UNLOGGED TABLE t (a int GENERATED ALWAYS AS IDENTITY);

-- up
CREATE UNLOGGED TABLE public.t (
    a integer NOT NULL GENERATED ALWAYS AS IDENTITY
);

-- down
DROP TABLE public.t;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
