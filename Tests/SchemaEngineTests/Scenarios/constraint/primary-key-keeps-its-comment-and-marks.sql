-- old
CREATE TABLE t (a int NOT NULL, b int NOT NULL, CONSTRAINT k PRIMARY KEY (a));
COMMENT ON CONSTRAINT k ON t IS 'the key';
ALTER TABLE t REPLICA IDENTITY USING INDEX k, CLUSTER ON k;
-- new
CREATE TABLE t (a int NOT NULL, b int NOT NULL, CONSTRAINT k PRIMARY KEY (b, a));
COMMENT ON CONSTRAINT k ON t IS 'the key';
ALTER TABLE t REPLICA IDENTITY USING INDEX k, CLUSTER ON k;

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (b, a);

BEGIN;
ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;
ALTER TABLE public.t REPLICA IDENTITY USING INDEX k;
ALTER TABLE public.t CLUSTER ON k;
COMMENT ON CONSTRAINT k ON public.t IS 'the key';
COMMIT;

-- hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a);

BEGIN;
ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;
ALTER TABLE public.t REPLICA IDENTITY USING INDEX k;
ALTER TABLE public.t CLUSTER ON k;
COMMENT ON CONSTRAINT k ON public.t IS 'the key';
COMMIT;

-- down hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
