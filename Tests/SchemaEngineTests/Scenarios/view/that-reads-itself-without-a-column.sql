-- Before PostgreSQL 16, such a view has the same dependencies as every other one.
-- new
CREATE VIEW v AS SELECT 1 AS id;
CREATE OR REPLACE VIEW v AS SELECT count(*)::int AS id FROM v;

-- up
BEGIN;
CREATE VIEW public.v AS
SELECT
    NULL::integer AS id;
CREATE OR REPLACE VIEW public.v AS
 SELECT (count(*))::integer AS id
   FROM public.v;
COMMIT;

-- down
DROP VIEW public.v;

-- down locks
--   public.v: ACCESS EXCLUSIVE
