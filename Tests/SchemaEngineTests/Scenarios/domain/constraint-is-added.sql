-- old
CREATE DOMAIN d AS int;
CREATE TABLE t (a d);
-- new
CREATE DOMAIN d AS int CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE t (a d);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER DOMAIN public.d ADD CONSTRAINT positive CHECK ((VALUE > 0)) NOT VALID;

ALTER DOMAIN public.d VALIDATE CONSTRAINT positive;

-- hazards
--   validate constraint public.d.positive: may fail on existing data, reads the table

-- locks
--   public.t: SHARE

-- down
ALTER DOMAIN public.d DROP CONSTRAINT positive;
