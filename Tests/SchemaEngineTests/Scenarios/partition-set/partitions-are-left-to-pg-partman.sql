-- A column of the table reaches the partitions that pg_partman made, which the plan does not name.
-- only: 15 18
-- common
CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
-- old
CREATE TABLE reading (id bigint NOT NULL, at date) PARTITION BY RANGE (id);
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000',
    p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';
-- new
CREATE TABLE reading (id bigint NOT NULL, at date, note text) PARTITION BY RANGE (id);
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000',
    p_type := CASE WHEN e.extversion LIKE '4.%' THEN 'native' ELSE 'range' END) FROM pg_extension e WHERE e.extname = 'pg_partman';
ALTER TABLE partman.template_public_reading DROP COLUMN note;
-- rows
INSERT INTO reading VALUES (1, '2026-01-01'), (1500, '2026-01-02');
-- query
SELECT tableoid::regclass, id, at FROM reading ORDER BY id

-- up
ALTER TABLE public.reading ADD COLUMN note text;

-- locks
--   public.reading: ACCESS EXCLUSIVE
--   public.reading_default: ACCESS EXCLUSIVE
--   public.reading_p0: ACCESS EXCLUSIVE
--   public.reading_p1000: ACCESS EXCLUSIVE
--   public.reading_p2000: ACCESS EXCLUSIVE
--   public.reading_p3000: ACCESS EXCLUSIVE
--   public.reading_p4000: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.reading DROP COLUMN note;

-- down hazards
--   drop column public.reading.note: data loss

-- down locks
--   public.reading: ACCESS EXCLUSIVE
--   public.reading_default: ACCESS EXCLUSIVE
--   public.reading_p0: ACCESS EXCLUSIVE
--   public.reading_p1000: ACCESS EXCLUSIVE
--   public.reading_p2000: ACCESS EXCLUSIVE
--   public.reading_p3000: ACCESS EXCLUSIVE
--   public.reading_p4000: ACCESS EXCLUSIVE
