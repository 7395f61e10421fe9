-- new
CREATE EXTENSION hstore;
CREATE TABLE t (a hstore DEFAULT ''::hstore);
CREATE INDEX i ON t USING gin (a);

-- up
CREATE EXTENSION hstore SCHEMA public;

CREATE TABLE public.t (
    a public.hstore DEFAULT ''::public.hstore
);

CREATE INDEX i ON public.t USING gin (a);

-- down
DROP TABLE public.t;

DROP EXTENSION hstore;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
