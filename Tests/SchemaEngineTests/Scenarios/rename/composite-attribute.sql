-- old
CREATE TYPE c AS (a int, b text);
CREATE TABLE t OF c;
CREATE TABLE h (x c);
-- new
CREATE TYPE c AS (a int, z text);
CREATE TABLE t OF c;
CREATE TABLE h (x c);
-- rename
attribute public.c.b to z

-- up
ALTER TYPE public.c RENAME ATTRIBUTE b TO z CASCADE;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TYPE public.c RENAME ATTRIBUTE z TO b CASCADE;

-- down locks
--   public.t: ACCESS EXCLUSIVE
