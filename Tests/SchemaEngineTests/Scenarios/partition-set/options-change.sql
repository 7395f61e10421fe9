-- Retention and the number of partitions made ahead change in place.
-- only: 15 18
-- common
CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
CREATE TABLE reading (id bigint NOT NULL, at date) PARTITION BY RANGE (id);
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000',
    p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';
-- old
UPDATE partman.part_config SET retention = '5000';
-- new
UPDATE partman.part_config SET premake = 8, infinite_time_partitions = true;
-- rows
INSERT INTO reading VALUES (1, '2026-01-01'), (1500, '2026-01-02');
-- query
SELECT tableoid::regclass, * FROM reading ORDER BY id

-- up
UPDATE partman.part_config SET infinite_time_partitions = true, premake = 8, retention = DEFAULT WHERE parent_table = 'public.reading';

-- down
UPDATE partman.part_config SET infinite_time_partitions = DEFAULT, premake = DEFAULT, retention = '5000' WHERE parent_table = 'public.reading';
