-- A child's key declares NOT NULL there too, and leaves it behind.
-- since: 18
-- old
CREATE TABLE p (id int PRIMARY KEY, v text);
CREATE TABLE c (PRIMARY KEY (id)) INHERITS (p);
CREATE TABLE d () INHERITS (p);
-- new
CREATE TABLE p (id int PRIMARY KEY, v text);
CREATE TABLE c () INHERITS (p);
CREATE TABLE d (PRIMARY KEY (id)) INHERITS (p);
-- rows
INSERT INTO c VALUES (1, 'c');
INSERT INTO d VALUES (2, 'd');
-- query
SELECT * FROM p ORDER BY id

-- up
CREATE UNIQUE INDEX CONCURRENTLY d_pkey ON public.d USING btree (id);

ALTER TABLE public.d ADD CONSTRAINT d_pkey PRIMARY KEY USING INDEX d_pkey;

ALTER TABLE public.c DROP CONSTRAINT c_pkey;

BEGIN;
ALTER TABLE public.p ALTER CONSTRAINT p_id_not_null NO INHERIT;
ALTER TABLE public.c ALTER COLUMN id DROP NOT NULL;
ALTER TABLE public.d RENAME CONSTRAINT p_id_not_null TO d_id_not_null;
ALTER TABLE public.p ALTER CONSTRAINT p_id_not_null INHERIT;
COMMIT;

-- hazards
--   create index public.d_pkey: may fail on existing data, reads the table
--   change the NOT NULL constraints of table public.p and its children: reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.d: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.d DROP CONSTRAINT d_pkey;

BEGIN;
ALTER TABLE public.p ALTER CONSTRAINT p_id_not_null NO INHERIT;
ALTER TABLE public.d ALTER COLUMN id DROP NOT NULL;
ALTER TABLE public.c RENAME CONSTRAINT p_id_not_null TO c_id_not_null;
ALTER TABLE public.p ALTER CONSTRAINT p_id_not_null INHERIT;
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY c_pkey ON public.c USING btree (id);

ALTER TABLE public.c ADD CONSTRAINT c_pkey PRIMARY KEY USING INDEX c_pkey;

-- down hazards
--   change the NOT NULL constraints of table public.p and its children: reads the table
--   create index public.c_pkey: may fail on existing data, reads the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.d: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
