-- new
CREATE TYPE r AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = many);
CREATE TABLE t (a r DEFAULT r(1, 2), m many);

-- up
CREATE TYPE public.r AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = public.many);

CREATE TABLE public.t (
    a public.r DEFAULT public.r((1)::double precision, (2)::double precision),
    m public.many
);

-- down
DROP TABLE public.t;

DROP TYPE public.r;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
