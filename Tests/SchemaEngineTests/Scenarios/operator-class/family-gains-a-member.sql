-- common
CREATE OPERATOR FAMILY f USING btree;
CREATE OPERATOR CLASS c FOR TYPE int USING btree FAMILY f AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
-- new
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int, bigint), OPERATOR 3 = (int, bigint), FUNCTION 1 (int, bigint) btint48cmp(int, bigint);

-- up
ALTER OPERATOR FAMILY public.f USING btree ADD FUNCTION 1 (integer, bigint) btint48cmp(integer,bigint);

ALTER OPERATOR FAMILY public.f USING btree ADD OPERATOR 1 pg_catalog.< (integer, bigint);

ALTER OPERATOR FAMILY public.f USING btree ADD OPERATOR 3 pg_catalog.= (integer, bigint);

-- down
ALTER OPERATOR FAMILY public.f USING btree DROP FUNCTION 1 (integer, bigint);

ALTER OPERATOR FAMILY public.f USING btree DROP OPERATOR 1 (integer, bigint);

ALTER OPERATOR FAMILY public.f USING btree DROP OPERATOR 3 (integer, bigint);
