-- common
CREATE TABLE t (id int, parent int);
-- new
CREATE RECURSIVE VIEW v (id) AS SELECT id FROM t WHERE parent IS NULL UNION ALL SELECT t.id FROM t JOIN v ON t.parent = v.id;

-- up
CREATE VIEW public.v AS
 WITH RECURSIVE v(id) AS (
         SELECT t.id
           FROM public.t
          WHERE (t.parent IS NULL)
        UNION ALL
         SELECT t.id
           FROM (public.t
             JOIN v v_1 ON ((t.parent = v_1.id)))
        )
 SELECT id
   FROM v;

-- up 15
CREATE VIEW public.v AS
 WITH RECURSIVE v(id) AS (
         SELECT t.id
           FROM public.t
          WHERE (t.parent IS NULL)
        UNION ALL
         SELECT t.id
           FROM (public.t
             JOIN v v_1 ON ((t.parent = v_1.id)))
        )
 SELECT v.id
   FROM v;

-- down
DROP VIEW public.v;

-- down locks
--   public.v: ACCESS EXCLUSIVE
