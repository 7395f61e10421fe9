-- old
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- new
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT a FROM u;
CREATE VIEW w AS SELECT a FROM v;

-- up
CREATE OR REPLACE VIEW public.v AS
 SELECT a
   FROM public.u;

DROP TABLE public.t;

-- up 15
CREATE OR REPLACE VIEW public.v AS
 SELECT u.a
   FROM public.u;

DROP TABLE public.t;

-- hazards
--   drop table public.t: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.t (
    a integer
);

CREATE OR REPLACE VIEW public.v AS
 SELECT a
   FROM public.t;

-- down 15
CREATE TABLE public.t (
    a integer
);

CREATE OR REPLACE VIEW public.v AS
 SELECT t.a
   FROM public.t;

-- down locks
--   public.v: ACCESS EXCLUSIVE
