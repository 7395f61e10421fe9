-- old
CREATE COLLATION k (provider = icu, locale = 'de');
CREATE TABLE t (id int, a text COLLATE k);
CREATE INDEX i ON t (a);
-- new
CREATE COLLATION k (provider = icu, locale = 'sv');
CREATE TABLE t (id int, a text COLLATE k);
CREATE INDEX i ON t (a);
-- rows
INSERT INTO t VALUES (1, 'ä'), (2, NULL);
-- query
SELECT id, a FROM t ORDER BY id

-- up
BEGIN;
ALTER COLLATION public.k RENAME TO k__old;
CREATE COLLATION public.k (PROVIDER = icu, LOCALE = 'sv');
ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE public.k;
DROP COLLATION public.k__old;
COMMIT;

-- hazards
--   rebuild collation public.k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER COLLATION public.k RENAME TO k__old;
CREATE COLLATION public.k (PROVIDER = icu, LOCALE = 'de');
ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE public.k;
DROP COLLATION public.k__old;
COMMIT;

-- down hazards
--   rebuild collation public.k: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
