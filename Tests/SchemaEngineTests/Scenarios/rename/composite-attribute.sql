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
