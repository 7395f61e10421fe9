-- common
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- new
CREATE TRIGGER x BEFORE INSERT OR UPDATE OF a ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f('it''s', '2');

-- up
CREATE TRIGGER x BEFORE INSERT OR UPDATE OF a ON public.t FOR EACH ROW WHEN ((new.a > 0)) EXECUTE FUNCTION public.f('it''s', '2');

-- locks
--   public.t: SHARE ROW EXCLUSIVE

-- down
DROP TRIGGER x ON public.t;

-- down locks
--   public.t: ACCESS EXCLUSIVE
