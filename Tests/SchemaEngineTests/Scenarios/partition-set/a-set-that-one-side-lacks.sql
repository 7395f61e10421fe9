-- A schema without the set, such as a dump, does not make a plan drop partitions that hold rows: the set's removal asks for them.
-- only: 15 18
-- common
CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
-- old
CREATE TABLE reading (id bigint NOT NULL, at date) PARTITION BY RANGE (id);
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000',
    p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';
-- new
CREATE TABLE reading (id bigint NOT NULL, at date) PARTITION BY RANGE (id);
CREATE TABLE reading_p0 PARTITION OF reading FOR VALUES FROM (0) TO (1000);
