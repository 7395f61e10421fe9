-- PARTITION OF gives a generated column its parent's expression; a table that is attached keeps its own.
-- since: 17
-- old
CREATE TABLE p (a int, b int GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY LIST (a);
-- new
CREATE TABLE p (a int, b int GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY LIST (a);
CREATE TABLE c (a int, b int GENERATED ALWAYS AS (a * 3) STORED);
ALTER TABLE p ATTACH PARTITION c FOR VALUES IN (1);

-- up
BEGIN;
CREATE TABLE public.c (
    a integer,
    b integer GENERATED ALWAYS AS ((a * 3)) STORED
);
ALTER TABLE public.p ATTACH PARTITION public.c FOR VALUES IN (1);
COMMIT;

-- locks
--   public.p: SHARE UPDATE EXCLUSIVE

-- down
DROP TABLE public.c;

-- down hazards
--   drop table public.c: data loss

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
