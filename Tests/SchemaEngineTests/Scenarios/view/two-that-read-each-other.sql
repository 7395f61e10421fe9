-- new
CREATE VIEW v AS SELECT 1 AS id;
CREATE VIEW w AS SELECT id FROM v;
CREATE OR REPLACE VIEW v AS SELECT id FROM w;

-- up
CREATE VIEW public.v AS
SELECT
    NULL::integer AS id;

CREATE VIEW public.w AS
 SELECT id
   FROM public.v;

CREATE OR REPLACE VIEW public.v AS
 SELECT id
   FROM public.w;

-- up 15
CREATE VIEW public.v AS
SELECT
    NULL::integer AS id;

CREATE VIEW public.w AS
 SELECT v.id
   FROM public.v;

CREATE OR REPLACE VIEW public.v AS
 SELECT w.id
   FROM public.w;

-- down
CREATE OR REPLACE VIEW public.v AS
SELECT
    NULL::integer AS id;

DROP VIEW public.w;

DROP VIEW public.v;

-- down locks
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE
