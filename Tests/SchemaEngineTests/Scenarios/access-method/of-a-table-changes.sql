-- common
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int) USING heap2;
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t SET ACCESS METHOD heap2;

-- hazards
--   change the access method of table public.t: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t SET ACCESS METHOD heap;

-- down hazards
--   change the access method of table public.t: rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
