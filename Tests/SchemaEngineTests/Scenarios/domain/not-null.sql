-- old
CREATE DOMAIN d AS int;
CREATE TABLE t (a d);
-- new
CREATE DOMAIN d AS int NOT NULL;
CREATE TABLE t (a d);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER DOMAIN public.d SET NOT NULL;

-- hazards
--   alter domain public.d: may fail on existing data, reads the table

-- locks
--   public.t: SHARE

-- down
ALTER DOMAIN public.d DROP NOT NULL;
