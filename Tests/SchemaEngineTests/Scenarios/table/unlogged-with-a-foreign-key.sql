-- Tables that refer to each other become logged in the order that PostgreSQL asks for.
-- old
CREATE UNLOGGED TABLE r (id int PRIMARY KEY);
CREATE UNLOGGED TABLE t (a int CONSTRAINT f REFERENCES r);
-- new
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int CONSTRAINT f REFERENCES r);
-- rows
INSERT INTO r VALUES (1); INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.r SET LOGGED;

ALTER TABLE public.t SET LOGGED;

-- hazards
--   make table public.r logged: rewrites the table
--   make table public.t logged: rewrites the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t SET UNLOGGED;

ALTER TABLE public.r SET UNLOGGED;

-- down hazards
--   make table public.t unlogged: rewrites the table
--   make table public.r unlogged: rewrites the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
