-- common
CREATE TABLE t (a int);
-- old
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX i ON m (a);
-- new
CREATE VIEW m AS SELECT a FROM t;

-- up
DROP MATERIALIZED VIEW public.m;

CREATE VIEW public.m AS
 SELECT a
   FROM public.t;

-- up 15
DROP MATERIALIZED VIEW public.m;

CREATE VIEW public.m AS
 SELECT t.a
   FROM public.t;

-- locks
--   public.m: ACCESS EXCLUSIVE

-- down
DROP VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t;

CREATE INDEX i ON public.m USING btree (a);

-- down 15
DROP VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t;

CREATE INDEX i ON public.m USING btree (a);

-- down hazards
--   create materialized view public.m: reads the table

-- down locks
--   public.m: ACCESS EXCLUSIVE
