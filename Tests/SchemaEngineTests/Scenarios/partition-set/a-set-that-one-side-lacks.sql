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

-- up
DO $partitions$
DECLARE
    part regclass;
    has_rows boolean;
BEGIN
    FOR part IN SELECT i.inhrelid FROM pg_catalog.pg_inherits i
        WHERE i.inhparent = to_regclass('public.reading')
        AND i.inhrelid <> ALL (ARRAY[to_regclass('public.reading_p0')]::oid[])
    LOOP
        EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', part);
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', part) INTO has_rows;
        IF has_rows THEN
            RAISE EXCEPTION 'partition % of a set of pg_partman holds rows, and would go with the set', part
                USING HINT = 'Move its rows with undo_partition() of pg_partman, or keep the set.';
        END IF;
    END LOOP;
    WITH RECURSIVE tree AS (
    SELECT 'public.reading'::text COLLATE "C" AS parent_table, to_regclass('public.reading')::oid AS relid
    UNION ALL SELECT (n.nspname || '.' || c.relname) COLLATE "C", c.oid FROM tree t
    JOIN pg_catalog.pg_inherits i ON i.inhparent = t.relid JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
)
DELETE FROM partman.part_config p USING tree t WHERE p.parent_table = t.parent_table COLLATE "C";
    FOR part IN SELECT i.inhrelid FROM pg_catalog.pg_inherits i
        WHERE i.inhparent = to_regclass('public.reading')
        AND i.inhrelid <> ALL (ARRAY[to_regclass('public.reading_p0')]::oid[])
    LOOP
        EXECUTE format('DROP TABLE %s', part);
    END LOOP;
    DROP TABLE IF EXISTS partman.template_public_reading;
END
$partitions$;

-- hazards
--   drop partition set of table public.reading: may fail on existing data

-- locks
--   partman.template_public_reading: ACCESS EXCLUSIVE
--   public.reading: ACCESS EXCLUSIVE
--   public.reading_default: ACCESS EXCLUSIVE
--   public.reading_p1000: ACCESS EXCLUSIVE
--   public.reading_p2000: ACCESS EXCLUSIVE
--   public.reading_p3000: ACCESS EXCLUSIVE
--   public.reading_p4000: ACCESS EXCLUSIVE

-- down
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000', p_type := 'range');

-- down 15
SELECT partman.create_parent(p_parent_table := 'public.reading', p_control := 'id', p_interval := '1000', p_type := 'native');

-- down locks
--   public.reading: ACCESS EXCLUSIVE
--   public.reading_p0: ACCESS EXCLUSIVE
