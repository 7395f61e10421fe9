-- new
CREATE VIEW v AS SELECT 1 AS id, 'x'::text COLLATE "C" AS note;
CREATE OR REPLACE VIEW v AS SELECT id, note FROM v;

-- up
BEGIN;
CREATE VIEW public.v AS
SELECT
    NULL::integer AS id,
    NULL::text COLLATE pg_catalog."C" AS note;
CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    note
   FROM public.v;
COMMIT;

-- up 15
BEGIN;
CREATE VIEW public.v AS
SELECT
    NULL::integer AS id,
    NULL::text COLLATE pg_catalog."C" AS note;
CREATE OR REPLACE VIEW public.v AS
 SELECT v.id,
    v.note
   FROM public.v;
COMMIT;

-- down
DROP VIEW public.v;

-- down locks
--   public.v: ACCESS EXCLUSIVE
