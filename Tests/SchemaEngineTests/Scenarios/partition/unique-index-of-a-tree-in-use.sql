-- common
CREATE TABLE p (id int NOT NULL, at date NOT NULL, n int) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE p2 PARTITION OF p DEFAULT;
-- old
CREATE UNIQUE INDEX p_key ON p (id, at);
COMMENT ON INDEX p_key IS 'one of each';
-- new
CREATE UNIQUE INDEX p_key ON p (at, id) INCLUDE (n);
COMMENT ON INDEX p_key IS 'one of each';
-- rows
INSERT INTO p VALUES (1, '2025-06-01', 1), (1, '2027-07-01', 2);
-- query
SELECT id, at, n FROM p ORDER BY at

-- up
CREATE UNIQUE INDEX plumbline_new_p_key ON ONLY public.p USING btree (at, id) INCLUDE (n);

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_p1_at_id_n_idx ON public.p1 USING btree (at, id) INCLUDE (n);

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_p2_at_id_n_idx ON public.p2 USING btree (at, id) INCLUDE (n);

BEGIN;
ALTER INDEX public.plumbline_new_p_key ATTACH PARTITION public.plumbline_new_p1_at_id_n_idx;
ALTER INDEX public.plumbline_new_p_key ATTACH PARTITION public.plumbline_new_p2_at_id_n_idx;
DROP INDEX public.p_key;
ALTER INDEX public.plumbline_new_p_key RENAME TO p_key;
ALTER INDEX public.plumbline_new_p1_at_id_n_idx RENAME TO p1_at_id_n_idx;
ALTER INDEX public.plumbline_new_p2_at_id_n_idx RENAME TO p2_at_id_n_idx;
COMMENT ON INDEX public.p_key IS 'one of each';
COMMIT;

-- hazards
--   create index public.plumbline_new_p1_at_id_n_idx: may fail on existing data, reads the table
--   create index public.plumbline_new_p2_at_id_n_idx: may fail on existing data, reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX plumbline_new_p_key ON ONLY public.p USING btree (id, at);

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_p1_id_at_idx ON public.p1 USING btree (id, at);

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_p2_id_at_idx ON public.p2 USING btree (id, at);

BEGIN;
ALTER INDEX public.plumbline_new_p_key ATTACH PARTITION public.plumbline_new_p1_id_at_idx;
ALTER INDEX public.plumbline_new_p_key ATTACH PARTITION public.plumbline_new_p2_id_at_idx;
DROP INDEX public.p_key;
ALTER INDEX public.plumbline_new_p_key RENAME TO p_key;
ALTER INDEX public.plumbline_new_p1_id_at_idx RENAME TO p1_id_at_idx;
ALTER INDEX public.plumbline_new_p2_id_at_idx RENAME TO p2_id_at_idx;
COMMENT ON INDEX public.p_key IS 'one of each';
COMMIT;

-- down hazards
--   create index public.plumbline_new_p1_id_at_idx: may fail on existing data, reads the table
--   create index public.plumbline_new_p2_id_at_idx: may fail on existing data, reads the table

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
