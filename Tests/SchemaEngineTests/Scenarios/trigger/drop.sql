-- common
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
-- old
CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

-- up
DROP TRIGGER x ON public.t;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE TRIGGER x AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();

-- down locks
--   public.t: SHARE ROW EXCLUSIVE
