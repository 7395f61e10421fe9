-- new
CREATE EXTENSION hstore;
CREATE TABLE t (a hstore DEFAULT ''::hstore);

-- up
CREATE EXTENSION hstore SCHEMA public;

CREATE TABLE public.t (
    a public.hstore DEFAULT ''::public.hstore
);

-- down
DROP TABLE public.t;

DROP EXTENSION hstore;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
