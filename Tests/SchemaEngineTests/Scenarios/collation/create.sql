-- new
CREATE COLLATION german (provider = icu, locale = 'de');
CREATE COLLATION "no case" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
COMMENT ON COLLATION german IS 'de';
CREATE TABLE t (a text COLLATE german, b text COLLATE "no case");

-- up
CREATE COLLATION public.german (PROVIDER = icu, LOCALE = 'de');

COMMENT ON COLLATION public.german IS 'de';

CREATE COLLATION public."no case" (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);

CREATE TABLE public.t (
    a text COLLATE public.german,
    b text COLLATE public."no case"
);

-- down
DROP TABLE public.t;

DROP COLLATION public.german;

DROP COLLATION public."no case";

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
