-- new
CREATE TYPE c AS (a int, b text);
CREATE TABLE t OF c (a NOT NULL, b DEFAULT 'x', PRIMARY KEY (a));

-- up
CREATE TYPE public.c AS (a integer, b text);

CREATE TABLE public.t OF public.c (
    a WITH OPTIONS NOT NULL,
    b WITH OPTIONS DEFAULT 'x'::text,
    CONSTRAINT t_pkey PRIMARY KEY (a)
);

-- down
DROP TABLE public.t;

DROP TYPE public.c;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
