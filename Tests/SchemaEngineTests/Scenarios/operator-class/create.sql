-- new
CREATE OPERATOR CLASS backward FOR TYPE int USING btree AS
    OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(int, int);
COMMENT ON OPERATOR CLASS backward USING btree IS 'from high to low';

-- up
CREATE OPERATOR FAMILY public.backward USING btree;

CREATE OPERATOR CLASS public.backward FOR TYPE integer USING btree FAMILY public.backward AS
    OPERATOR 1 pg_catalog.> (integer, integer),
    OPERATOR 2 pg_catalog.>= (integer, integer),
    OPERATOR 3 pg_catalog.= (integer, integer),
    OPERATOR 4 pg_catalog.<= (integer, integer),
    OPERATOR 5 pg_catalog.< (integer, integer),
    FUNCTION 1 (integer, integer) btint4cmp(integer,integer);

COMMENT ON OPERATOR CLASS public.backward USING btree IS 'from high to low';

-- down
DROP OPERATOR CLASS public.backward USING btree;

DROP OPERATOR FAMILY public.backward USING btree;
