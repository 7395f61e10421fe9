-- A set of pg_partman comes with the options that differ from its defaults; partitions are made by pg_partman.
-- only: 15 18
-- common
CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
CREATE TABLE reading (id bigint NOT NULL, at date) PARTITION BY RANGE (id);
-- new
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000', p_premake := 2,
    p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';
UPDATE partman.part_config SET retention = '5000', retention_keep_table = false, constraint_cols = '{at}';
