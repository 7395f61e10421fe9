-- An extension has the comment of its control file unless someone wrote another one.
-- common
CREATE EXTENSION hstore;
-- new
COMMENT ON EXTENSION hstore IS 'for old settings';

-- up
COMMENT ON EXTENSION hstore IS 'for old settings';

-- down
DO $comment$
BEGIN
    EXECUTE format('COMMENT ON EXTENSION %I IS %L', 'hstore', (SELECT a.comment FROM pg_catalog.pg_available_extensions a WHERE a.name = 'hstore'));
END
$comment$;
