-- common
CREATE TABLE t (a int);
-- old
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
CREATE MATERIALIZED VIEW m AS SELECT a FROM w;

-- up
DROP MATERIALIZED VIEW public.m;

DROP VIEW public.w;

DROP VIEW public.v;

-- locks
--   public.m: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE

-- down
CREATE VIEW public.v AS
 SELECT a
   FROM public.t;

CREATE VIEW public.w AS
 SELECT a
   FROM public.v;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.w;

-- down 15
CREATE VIEW public.v AS
 SELECT t.a
   FROM public.t;

CREATE VIEW public.w AS
 SELECT v.a
   FROM public.v;

CREATE MATERIALIZED VIEW public.m AS
 SELECT w.a
   FROM public.w;

-- down hazards
--   create materialized view public.m: reads the table
