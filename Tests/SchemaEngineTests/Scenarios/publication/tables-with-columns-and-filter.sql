-- common
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE TABLE u (a int);
-- old
CREATE PUBLICATION p FOR TABLE u;
-- new
CREATE PUBLICATION p FOR TABLE t (a) WHERE (a > 5), u;

-- up
ALTER PUBLICATION p ADD TABLE public.t (a) WHERE ((a > 5));

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
ALTER PUBLICATION p DROP TABLE public.t;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
