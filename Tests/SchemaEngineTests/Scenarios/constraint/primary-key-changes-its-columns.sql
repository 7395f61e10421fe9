-- old
CREATE TABLE t (a int NOT NULL, b int NOT NULL, CONSTRAINT k PRIMARY KEY (a));
-- new
CREATE TABLE t (a int NOT NULL, b int NOT NULL, CONSTRAINT k PRIMARY KEY (a, b));
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a, b FROM t

-- up
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT k;

COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY k ON public.t USING btree (a, b);

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

ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY USING INDEX k;

COMMIT;

-- down hazards
--   create index public.k: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
