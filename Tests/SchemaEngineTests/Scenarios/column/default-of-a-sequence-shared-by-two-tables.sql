-- common
CREATE SEQUENCE s;
CREATE TABLE t (a int);
CREATE TABLE u (a int);
-- new
ALTER TABLE t ALTER a SET DEFAULT nextval('s');
ALTER TABLE u ALTER a SET DEFAULT nextval('s');

-- up
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT nextval('public.s'::regclass);

ALTER TABLE public.u ALTER COLUMN a SET DEFAULT nextval('public.s'::regclass);

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.u: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

ALTER TABLE public.u ALTER COLUMN a DROP DEFAULT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.u: ACCESS EXCLUSIVE
