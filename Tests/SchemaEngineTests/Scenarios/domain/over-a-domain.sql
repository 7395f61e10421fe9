-- new
CREATE DOMAIN a AS int CHECK (VALUE > 0);
CREATE DOMAIN b AS a CHECK (VALUE < 10);
CREATE TABLE t (x b, y a[]);

-- up
CREATE DOMAIN public.a AS integer;

ALTER DOMAIN public.a ADD CONSTRAINT a_check CHECK ((VALUE > 0));

CREATE DOMAIN public.b AS public.a;

ALTER DOMAIN public.b ADD CONSTRAINT b_check CHECK (((VALUE)::integer < 10));

CREATE TABLE public.t (
    x public.b,
    y public.a[]
);

-- down
DROP TABLE public.t;

DROP DOMAIN public.b;

DROP DOMAIN public.a;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
