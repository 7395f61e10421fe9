-- new
CREATE TABLE b (a int DEFAULT 1 NOT NULL);
CREATE TABLE c (z text) INHERITS (b);

-- up
CREATE TABLE public.b (
    a integer NOT NULL DEFAULT 1
);

CREATE TABLE public.c (
    z text
) INHERITS (public.b);

-- down
DROP TABLE public.c;

DROP TABLE public.b;

-- down hazards
--   drop table public.c: data loss
--   drop table public.b: data loss

-- down locks
--   public.b: ACCESS EXCLUSIVE
--   public.c: ACCESS EXCLUSIVE
