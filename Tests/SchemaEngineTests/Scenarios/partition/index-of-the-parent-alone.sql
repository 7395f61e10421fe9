-- common
CREATE TABLE p (id int, k text) PARTITION BY LIST (k);
-- new
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a');
CREATE TABLE p2 PARTITION OF p FOR VALUES IN ('b');
CREATE INDEX i ON ONLY p (id);
CREATE INDEX i1 ON p1 (id);
ALTER INDEX i ATTACH PARTITION i1;

-- up
BEGIN;
CREATE TABLE public.p1 (
    id integer,
    k text
);
CREATE INDEX i1 ON public.p1 USING btree (id);
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN ('a');
COMMIT;

CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES IN ('b');

BEGIN;
CREATE INDEX i ON ONLY public.p USING btree (id);
ALTER INDEX public.i ATTACH PARTITION public.i1;
COMMIT;

-- locks
--   public.p: ACCESS EXCLUSIVE

-- down
DROP INDEX public.i;

DROP TABLE public.p1;

DROP TABLE public.p2;

-- down hazards
--   drop table public.p1: data loss
--   drop table public.p2: data loss

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
