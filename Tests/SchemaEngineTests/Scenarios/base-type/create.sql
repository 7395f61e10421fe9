-- new
CREATE TYPE b;
CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE b (INPUT = b_in, OUTPUT = b_out, LIKE = int4, DEFAULT = '7');
CREATE TABLE t (x b);

-- up
BEGIN;
CREATE TYPE public.b;
CREATE FUNCTION public.b_in(cstring)
RETURNS public.b
LANGUAGE internal
IMMUTABLE STRICT
AS $function$int4in$function$;
CREATE FUNCTION public.b_out(public.b)
RETURNS cstring
LANGUAGE internal
IMMUTABLE STRICT
AS $function$int4out$function$;
CREATE TYPE public.b (
    INPUT = public.b_in,
    OUTPUT = public.b_out,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4,
    STORAGE = plain,
    DEFAULT = '7'
);
COMMIT;

CREATE TABLE public.t (
    x public.b
);

-- down
DROP TABLE public.t;

DROP TYPE public.b CASCADE;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
