-- A template table of the user is an ordinary table, and there before the set.
-- only: 15 18
-- common
CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
CREATE TABLE reading (id bigint NOT NULL, at date) PARTITION BY RANGE (id);
-- new
CREATE TABLE reading_like (id bigint NOT NULL, at date, UNIQUE (at));
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000',
    p_template_table := 'public.reading_like',
    p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';
