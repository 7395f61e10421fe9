-- old
CREATE SEQUENCE s AS int;
-- new
CREATE SEQUENCE s AS bigint;
-- rows
SELECT nextval('s'), nextval('s');
-- query
SELECT last_value, is_called FROM s

-- up
ALTER SEQUENCE public.s AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE;

-- down
BEGIN;
SELECT pg_catalog.setval('public.s', least(greatest(last_value, 1), 2147483647), is_called) FROM public.s WHERE last_value NOT BETWEEN 1 AND 2147483647;
ALTER SEQUENCE public.s AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1 NO CYCLE;
COMMIT;
