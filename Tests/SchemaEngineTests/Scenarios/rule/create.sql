-- common
CREATE TABLE t (a int);
CREATE TABLE log (a int);
-- new
CREATE RULE r AS ON INSERT TO t WHERE NEW.a > 0 DO ALSO INSERT INTO log VALUES (NEW.a);
COMMENT ON RULE r ON t IS 'logs';

-- up
CREATE RULE r AS
    ON INSERT TO public.t
   WHERE (new.a > 0) DO  INSERT INTO public.log (a)
  VALUES (new.a);

COMMENT ON RULE r ON public.t IS 'logs';

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
DROP RULE r ON public.t;

-- down locks
--   public.t: ACCESS EXCLUSIVE
