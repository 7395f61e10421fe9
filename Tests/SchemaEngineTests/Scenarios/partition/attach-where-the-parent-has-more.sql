-- common
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE p (id int NOT NULL, at date NOT NULL, r int REFERENCES r, CONSTRAINT positive CHECK (id > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE p_later PARTITION OF p DEFAULT;
-- old
CREATE TABLE p_2025 (id int NOT NULL, at date NOT NULL, r int, PRIMARY KEY (id, at));
-- new
CREATE TABLE p_2025 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- rows
INSERT INTO r VALUES (1);
INSERT INTO p_2025 VALUES (1, '2025-06-01', 1), (2, '2025-07-01', NULL);
INSERT INTO p VALUES (3, '2026-06-01', 1);
-- query
SELECT id, at, r FROM p_2025

-- up
BEGIN;
ALTER TABLE public.p_2025 ADD CONSTRAINT positive CHECK ((id > 0)) NOT VALID;
ALTER TABLE public.p_2025 ADD CONSTRAINT plumbline_bound CHECK (((at IS NOT NULL) AND (at >= '2025-01-01'::date) AND (at < '2026-01-01'::date))) NOT VALID;
ALTER TABLE public.p_2025 ADD CONSTRAINT p_r_fkey FOREIGN KEY (r) REFERENCES public.r(id) NOT VALID;
COMMIT;

ALTER TABLE public.p_2025 VALIDATE CONSTRAINT positive, VALIDATE CONSTRAINT plumbline_bound, VALIDATE CONSTRAINT p_r_fkey;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.p_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE public.p_2025 DROP CONSTRAINT plumbline_bound;
COMMIT;

-- up 18
ALTER TABLE public.p_2025 RENAME CONSTRAINT p_2025_id_not_null TO p_id_not_null;

ALTER TABLE public.p_2025 RENAME CONSTRAINT p_2025_at_not_null TO p_at_not_null;

BEGIN;
ALTER TABLE public.p_2025 ADD CONSTRAINT positive CHECK ((id > 0)) NOT VALID;
ALTER TABLE public.p_2025 ADD CONSTRAINT plumbline_bound CHECK (((at IS NOT NULL) AND (at >= '2025-01-01'::date) AND (at < '2026-01-01'::date))) NOT VALID;
ALTER TABLE public.p_2025 ADD CONSTRAINT p_r_fkey FOREIGN KEY (r) REFERENCES public.r(id) NOT VALID;
COMMIT;

ALTER TABLE public.p_2025 VALIDATE CONSTRAINT positive, VALIDATE CONSTRAINT plumbline_bound, VALIDATE CONSTRAINT p_r_fkey;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.p_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE public.p_2025 DROP CONSTRAINT plumbline_bound;
COMMIT;

-- hazards
--   validate that public.p_2025 fits public.p: may fail on existing data, reads the table
--   attach partition public.p_2025 to public.p: may fail on existing data, reads the table

-- locks
--   public.p: SHARE UPDATE EXCLUSIVE
--   public.p_2025: ACCESS EXCLUSIVE
--   public.p_later: ACCESS EXCLUSIVE
--   public.r: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.p DETACH PARTITION public.p_2025;
ALTER TABLE public.p_2025 DROP CONSTRAINT positive;
ALTER TABLE public.p_2025 DROP CONSTRAINT p_r_fkey;
COMMIT;

-- down 18
BEGIN;
ALTER TABLE public.p DETACH PARTITION public.p_2025;
ALTER TABLE public.p_2025 DROP CONSTRAINT positive;
ALTER TABLE public.p_2025 DROP CONSTRAINT p_r_fkey;
COMMIT;

ALTER TABLE public.p_2025 RENAME CONSTRAINT p_id_not_null TO p_2025_id_not_null;

ALTER TABLE public.p_2025 RENAME CONSTRAINT p_at_not_null TO p_2025_at_not_null;

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p_2025: ACCESS EXCLUSIVE
--   public.p_later: ACCESS EXCLUSIVE
--   public.r: ACCESS EXCLUSIVE
