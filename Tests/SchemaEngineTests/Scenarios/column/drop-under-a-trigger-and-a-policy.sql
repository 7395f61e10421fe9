-- common
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
-- old
CREATE TABLE t (a int, b int);
CREATE TRIGGER x BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE POLICY p ON t USING (b > 0);
-- new
CREATE TABLE t (a int);
CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE POLICY p ON t USING (a > 0);

-- up
ALTER POLICY p ON public.t USING ((a > 0));

BEGIN;

DROP TRIGGER x ON public.t;

CREATE TRIGGER x BEFORE UPDATE OF a ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();

COMMIT;

ALTER TABLE public.t DROP COLUMN b;

-- hazards
--   drop column public.t.b: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD COLUMN b integer;

ALTER POLICY p ON public.t USING ((b > 0));

BEGIN;

DROP TRIGGER x ON public.t;

CREATE TRIGGER x BEFORE UPDATE OF b ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();

COMMIT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
