-- common
CREATE TYPE e AS ENUM ('x');
CREATE DOMAIN d AS bigint;
-- new
CREATE CAST (text AS e) WITH INOUT AS ASSIGNMENT;

-- up
CREATE CAST (text AS public.e) WITH INOUT AS ASSIGNMENT;

-- down
DROP CAST (text AS public.e);
