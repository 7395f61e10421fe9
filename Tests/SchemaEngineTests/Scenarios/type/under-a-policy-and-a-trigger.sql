-- common
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- old
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (a > 0);
CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f();
-- new
CREATE TABLE t (a bigint);
CREATE POLICY p ON t USING (a > 0);
CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f();
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
BEGIN;

DROP TRIGGER g ON public.t;

DROP POLICY p ON public.t;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

CREATE TRIGGER g BEFORE UPDATE OF a ON public.t FOR EACH ROW WHEN ((new.a > 0)) EXECUTE FUNCTION public.f();

CREATE POLICY p ON public.t
    USING ((a > 0));

COMMIT;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP TRIGGER g ON public.t;

DROP POLICY p ON public.t;

ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE TRIGGER g BEFORE UPDATE OF a ON public.t FOR EACH ROW WHEN ((new.a > 0)) EXECUTE FUNCTION public.f();

CREATE POLICY p ON public.t
    USING ((a > 0));

COMMIT;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
