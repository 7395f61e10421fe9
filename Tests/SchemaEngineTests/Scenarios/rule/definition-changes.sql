-- common
CREATE TABLE t (a int);
CREATE TABLE log (a int);
-- old
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.a);
COMMENT ON RULE r ON t IS 'logs';
-- new
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.a + 1);
COMMENT ON RULE r ON t IS 'logs';

-- up
CREATE OR REPLACE RULE r AS
    ON INSERT TO public.t DO  INSERT INTO public.log (a)
  VALUES ((new.a + 1));

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE OR REPLACE RULE r AS
    ON INSERT TO public.t DO  INSERT INTO public.log (a)
  VALUES (new.a);

-- down locks
--   public.t: ACCESS EXCLUSIVE
