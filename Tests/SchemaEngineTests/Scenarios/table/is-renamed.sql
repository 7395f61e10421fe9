-- A new name is a new table: the plan says what is lost.
-- old
CREATE TABLE t (a int PRIMARY KEY);
-- new
CREATE TABLE u (a int PRIMARY KEY);

-- up
CREATE TABLE public.u (
    a integer NOT NULL,
    CONSTRAINT u_pkey PRIMARY KEY (a)
);

DROP TABLE public.t;

-- hazards
--   drop table public.t: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.t (
    a integer NOT NULL,
    CONSTRAINT t_pkey PRIMARY KEY (a)
);

DROP TABLE public.u;

-- down hazards
--   drop table public.u: data loss

-- down locks
--   public.u: ACCESS EXCLUSIVE
