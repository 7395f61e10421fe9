-- PostgreSQL changes the type in neither parent while the child has the column from the other one too.
-- old
CREATE TABLE a (x int);
CREATE TABLE b (x int);
CREATE TABLE c () INHERITS (a, b);
-- new
CREATE TABLE a (x bigint);
CREATE TABLE b (x bigint);
CREATE TABLE c () INHERITS (a, b);

-- refused
--   PostgreSQL cannot make these changes in place:
--     - column public.c.x comes from column public.a.x and from other parents, and PostgreSQL changes its type in none of them
--     - column public.c.x comes from column public.b.x and from other parents, and PostgreSQL changes its type in none of them
--   Add a new object beside the old one, move the rows, and drop the old one in a later migration.
