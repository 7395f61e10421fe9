-- old
CREATE TABLE t (a int NOT NULL, CONSTRAINT k UNIQUE (a));
-- new
CREATE TABLE t (a int NOT NULL, CONSTRAINT k PRIMARY KEY (a));
-- rows
INSERT INTO t VALUES (1), (2);
-- query
SELECT a FROM t ORDER BY a

-- up
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT k;

COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY k ON public.t USING btree (a);

BEGIN;

ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY USING INDEX k;

COMMIT;

-- hazards
--   create index public.k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT k;

COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY k ON public.t USING btree (a);

BEGIN;

ALTER TABLE public.t ADD CONSTRAINT k UNIQUE USING INDEX k;

COMMIT;

-- down hazards
--   create index public.k: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
