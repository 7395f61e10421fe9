-- A table that is made with LIKE has the names of the other one.
-- only: 18
-- common
CREATE TABLE kept (id int CONSTRAINT thing_id_not_null NOT NULL);
-- old
CREATE TABLE thing (id int);
-- new
CREATE TABLE thing (id int CONSTRAINT thing_id_not_null NOT NULL);
CREATE TABLE item (id int NOT NULL, n serial);
CREATE TABLE archive (LIKE item);

-- up
CREATE TABLE public.archive (
    id integer,
    n integer,
    CONSTRAINT item_id_not_null NOT NULL id,
    CONSTRAINT item_n_not_null NOT NULL n
);

CREATE TABLE public.item (
    id integer CONSTRAINT item_id_not_null NOT NULL,
    n serial CONSTRAINT item_n_not_null NOT NULL
);

ALTER TABLE public.thing ADD CONSTRAINT plumbline_id_not_null CHECK (id IS NOT NULL) NOT VALID;

ALTER TABLE public.thing VALIDATE CONSTRAINT plumbline_id_not_null;

BEGIN;
ALTER TABLE public.thing ADD CONSTRAINT thing_id_not_null NOT NULL id;
ALTER TABLE public.thing DROP CONSTRAINT plumbline_id_not_null;
COMMIT;

-- hazards
--   validate that column public.thing.id is not null: may fail on existing data, reads the table

-- locks
--   public.thing: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.thing ALTER COLUMN id DROP NOT NULL;

DROP TABLE public.archive;

DROP TABLE public.item;

-- down hazards
--   drop table public.archive: data loss
--   drop table public.item: data loss

-- down locks
--   public.archive: ACCESS EXCLUSIVE
--   public.item: ACCESS EXCLUSIVE
--   public.thing: ACCESS EXCLUSIVE
