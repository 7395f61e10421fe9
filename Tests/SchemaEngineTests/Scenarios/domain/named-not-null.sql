-- since: 18
-- old
CREATE DOMAIN d AS int NOT NULL;
CREATE DOMAIN e AS int;
CREATE TABLE t (a d, b e);
-- new
CREATE DOMAIN d AS int CONSTRAINT there NOT NULL;
CREATE DOMAIN e AS int CONSTRAINT here NOT NULL;
COMMENT ON CONSTRAINT here ON DOMAIN e IS 'required';
CREATE TABLE t (a d, b e);
-- rows
INSERT INTO t VALUES (1, 1);
-- query
SELECT a FROM t

-- up
ALTER DOMAIN public.d RENAME CONSTRAINT d_not_null TO there;

ALTER DOMAIN public.e ADD CONSTRAINT here NOT NULL;

COMMENT ON CONSTRAINT here ON DOMAIN public.e IS 'required';

-- hazards
--   create constraint public.e.here: may fail on existing data, reads the table

-- locks
--   public.t: SHARE

-- down
ALTER DOMAIN public.d RENAME CONSTRAINT there TO d_not_null;

ALTER DOMAIN public.e DROP CONSTRAINT here;
