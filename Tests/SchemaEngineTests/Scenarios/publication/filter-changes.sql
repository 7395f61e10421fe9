-- common
CREATE TABLE t (a int PRIMARY KEY, b int);
-- old
CREATE PUBLICATION p FOR TABLE t (a) WHERE (a > 1);
-- new
CREATE PUBLICATION p FOR TABLE t (a, b) WHERE (a > 2);

-- up
BEGIN;

ALTER PUBLICATION p DROP TABLE public.t;

ALTER PUBLICATION p ADD TABLE public.t (a, b) WHERE ((a > 2));

COMMIT;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
BEGIN;

ALTER PUBLICATION p DROP TABLE public.t;

ALTER PUBLICATION p ADD TABLE public.t (a) WHERE ((a > 1));

COMMIT;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
