-- common
CREATE TABLE t (a int);
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
-- new
ALTER TABLE t DISABLE RULE r;

-- up
ALTER TABLE public.t DISABLE RULE r;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ENABLE RULE r;

-- down locks
--   public.t: ACCESS EXCLUSIVE
