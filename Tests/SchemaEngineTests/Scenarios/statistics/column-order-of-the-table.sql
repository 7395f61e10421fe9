-- old
CREATE TABLE x (a int, b int, c int);
CREATE STATISTICS xs ON b, c FROM x;
-- new
CREATE TABLE x (a int, c int, b int);
CREATE STATISTICS xs ON b, c FROM x;
-- rows
INSERT INTO x VALUES (1, 2, 3);
-- query
SELECT a, b, c FROM x

-- wrong
--   the dump lacks: CREATE STATISTICS public.xs ON c, b FROM public.x;
--   the dump has: CREATE STATISTICS public.xs ON b, c FROM public.x;
