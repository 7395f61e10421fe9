-- The partitions of a set are partitioned in their turn.
-- only: 18
-- common
CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
CREATE TABLE reading (id bigint NOT NULL, sensor bigint NOT NULL) PARTITION BY RANGE (id);
-- new
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000',
    p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';
SELECT partman.create_sub_parent('public.reading', 'sensor', p_interval := '10', p_declarative_check := 'yes');
