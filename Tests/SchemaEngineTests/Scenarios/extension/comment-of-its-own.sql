-- old
CREATE EXTENSION pg_trgm;
-- new
CREATE EXTENSION pg_trgm;
COMMENT ON EXTENSION pg_trgm IS 'ours';

-- up
COMMENT ON EXTENSION pg_trgm IS 'ours';

-- down
DO $comment$
BEGIN
    EXECUTE format('COMMENT ON EXTENSION %I IS %L', 'pg_trgm', (SELECT a.comment FROM pg_catalog.pg_available_extensions a WHERE a.name = 'pg_trgm'));
END
$comment$;
