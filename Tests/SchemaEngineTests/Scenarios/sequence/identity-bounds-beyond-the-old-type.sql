-- old
CREATE TABLE t (id smallint GENERATED ALWAYS AS IDENTITY, v int);
-- new
CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (START 100000 MINVALUE 50000 MAXVALUE 5000000000), v int);

-- up
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;

ALTER TABLE public.t ALTER COLUMN id SET MINVALUE 50000 SET MAXVALUE 5000000000 SET START WITH 100000 RESTART;

-- hazards
--   change the type of column public.t.id to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN id SET NO MINVALUE SET NO MAXVALUE SET START WITH 1 RESTART;

ALTER TABLE public.t ALTER COLUMN id TYPE smallint;

-- down hazards
--   change the type of column public.t.id to smallint: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
