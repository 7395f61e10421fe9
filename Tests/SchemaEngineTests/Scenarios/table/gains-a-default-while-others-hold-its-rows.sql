-- common
CREATE TABLE item (id int);
CREATE TABLE basket (k int PRIMARY KEY, best item);
-- new
DROP TABLE basket;
ALTER TABLE item ADD COLUMN n int DEFAULT 1;
CREATE TABLE basket (k int PRIMARY KEY, best item);

-- refused
--   PostgreSQL cannot make these changes in place:
--     - column public.item.n would have to be added with values while column public.basket.best holds rows of table public.item; PostgreSQL adds only a column without a default then. Declare column public.item.n without it, and set the default in a later migration
--   Add a new object beside the old one, move the rows, and drop the old one in a later migration.
