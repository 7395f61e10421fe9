-- A table goes with its partitions, and the configuration forgets it.
-- only: 15 18
-- common
CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
-- old
CREATE TABLE reading (id bigint NOT NULL, at date) PARTITION BY RANGE (id);
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000',
    p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';

-- up
BEGIN;
WITH RECURSIVE tree AS (
    SELECT 'public.reading'::text COLLATE "C" AS parent_table, to_regclass('public.reading')::oid AS relid
    UNION ALL SELECT (n.nspname || '.' || c.relname) COLLATE "C", c.oid FROM tree t
    JOIN pg_catalog.pg_inherits i ON i.inhparent = t.relid JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
)
DELETE FROM partman.part_config p USING tree t WHERE p.parent_table = t.parent_table COLLATE "C";
DROP TABLE IF EXISTS partman.template_public_reading;
COMMIT;

DROP TABLE public.reading;

-- hazards
--   drop table public.reading: data loss

-- locks
--   partman.template_public_reading: ACCESS EXCLUSIVE
--   public.reading: ACCESS EXCLUSIVE
--   public.reading_default: ACCESS EXCLUSIVE
--   public.reading_p0: ACCESS EXCLUSIVE
--   public.reading_p1000: ACCESS EXCLUSIVE
--   public.reading_p2000: ACCESS EXCLUSIVE
--   public.reading_p3000: ACCESS EXCLUSIVE
--   public.reading_p4000: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.reading (
    id bigint NOT NULL,
    at date
) PARTITION BY RANGE (id);

SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000', p_type := 'range');

-- down 15
CREATE TABLE public.reading (
    id bigint NOT NULL,
    at date
) PARTITION BY RANGE (id);

SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000', p_type := 'native');
