-- Rows cannot be kept in a view of that name, so that the table is dropped.
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE u (a int);
CREATE VIEW t AS SELECT a FROM u;

-- up
CREATE TABLE public.u (
    a integer
);

DROP TABLE public.t;

CREATE VIEW public.t AS
 SELECT a
   FROM public.u;

-- up 15
CREATE TABLE public.u (
    a integer
);

DROP TABLE public.t;

CREATE VIEW public.t AS
 SELECT u.a
   FROM public.u;

-- hazards
--   drop table public.t: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
DROP VIEW public.t;

CREATE TABLE public.t (
    a integer
);

DROP TABLE public.u;

-- down hazards
--   drop table public.u: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.u: ACCESS EXCLUSIVE
