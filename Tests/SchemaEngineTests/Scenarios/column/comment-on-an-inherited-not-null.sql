-- since: 18
-- old
CREATE TABLE p (a int NOT NULL, b int);
CREATE TABLE c () INHERITS (p);
CREATE TABLE t (a int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
COMMENT ON CONSTRAINT t_a_not_null ON t1 IS 'old';
-- new
CREATE TABLE p (a int NOT NULL, b int NOT NULL);
CREATE TABLE c () INHERITS (p);
COMMENT ON CONSTRAINT p_a_not_null ON c IS 'from p';
COMMENT ON CONSTRAINT p_b_not_null ON c IS 'new in p';
CREATE TABLE t (a int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
COMMENT ON CONSTRAINT t_a_not_null ON t1 IS 'new';
CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);
COMMENT ON CONSTRAINT t_a_not_null ON t2 IS 'of a new partition';

-- up
COMMENT ON CONSTRAINT p_a_not_null ON public.c IS 'from p';

ALTER TABLE public.p ADD CONSTRAINT plumbline_b_not_null CHECK (b IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_b_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_b_not_null;
COMMIT;

COMMENT ON CONSTRAINT p_b_not_null ON public.c IS 'new in p';

COMMENT ON CONSTRAINT t_a_not_null ON public.t1 IS 'new';

BEGIN;
CREATE TABLE public.t2 PARTITION OF public.t FOR VALUES IN (2);
COMMENT ON CONSTRAINT t_a_not_null ON public.t2 IS 'of a new partition';
COMMIT;

-- hazards
--   validate that column public.p.b is not null: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
COMMENT ON CONSTRAINT p_a_not_null ON public.c IS NULL;

ALTER TABLE public.p ALTER COLUMN b DROP NOT NULL;

COMMENT ON CONSTRAINT t_a_not_null ON public.t1 IS 'old';

DROP TABLE public.t2;

-- down hazards
--   drop table public.t2: data loss

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t2: ACCESS EXCLUSIVE
