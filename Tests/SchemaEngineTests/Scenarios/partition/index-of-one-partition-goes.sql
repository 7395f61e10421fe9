-- old
CREATE TABLE p (id int, n int) PARTITION BY LIST (id);
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
CREATE TABLE d PARTITION OF p FOR VALUES IN (2);
CREATE INDEX i ON p (n);
CREATE INDEX c_own ON c (id, n);
-- new
CREATE TABLE p (id int, n int) PARTITION BY LIST (id);
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
CREATE TABLE d PARTITION OF p FOR VALUES IN (2);
CREATE INDEX i ON ONLY p (n);
CREATE INDEX d_n_idx ON d (n);
ALTER INDEX i ATTACH PARTITION d_n_idx;
-- rows
INSERT INTO p VALUES (1, 2), (2, 3);
-- query
SELECT id, n FROM p ORDER BY id

-- up
BEGIN;

DROP INDEX public.i;

CREATE INDEX d_n_idx ON public.d USING btree (n);

CREATE INDEX i ON ONLY public.p USING btree (n);
ALTER INDEX public.i ATTACH PARTITION public.d_n_idx;

COMMIT;

DROP INDEX CONCURRENTLY public.c_own;

-- hazards
--   create index public.d_n_idx: reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.d: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
CREATE INDEX CONCURRENTLY c_n_idx ON public.c USING btree (n);

ALTER INDEX public.i ATTACH PARTITION public.c_n_idx;

CREATE INDEX CONCURRENTLY c_own ON public.c USING btree (id, n);

-- down hazards
--   create index public.c_n_idx: reads the table
--   create index public.c_own: reads the table

-- down locks
--   public.c: SHARE UPDATE EXCLUSIVE
