-- old
CREATE TABLE t (a int);
-- new
CREATE UNLOGGED TABLE t (a int);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t SET UNLOGGED;

-- hazards
--   make table public.t unlogged: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t SET LOGGED;

-- down hazards
--   make table public.t logged: rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
