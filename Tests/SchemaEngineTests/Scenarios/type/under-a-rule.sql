-- common
CREATE TABLE log (a bigint);
-- old
CREATE TABLE t (a int);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.a);
-- new
CREATE TABLE t (a bigint);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.a);

-- up
BEGIN;

DROP RULE r ON public.t;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

CREATE RULE r AS
    ON INSERT TO public.t DO  INSERT INTO public.log (a)
  VALUES (new.a);

COMMIT;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP RULE r ON public.t;

ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE RULE r AS
    ON INSERT TO public.t DO  INSERT INTO public.log (a)
  VALUES (new.a);

COMMIT;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
