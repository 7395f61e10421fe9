-- common
CREATE EXTENSION citext;
-- new
REVOKE EXECUTE ON FUNCTION citext_eq(citext, citext) FROM PUBLIC;

-- up
REVOKE EXECUTE ON ROUTINE public.citext_eq(public.citext,public.citext) FROM PUBLIC;

-- down
GRANT EXECUTE ON ROUTINE public.citext_eq(public.citext,public.citext) TO PUBLIC;
