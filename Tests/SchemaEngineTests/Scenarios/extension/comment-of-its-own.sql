-- old
CREATE EXTENSION pg_trgm;
-- new
CREATE EXTENSION pg_trgm;
COMMENT ON EXTENSION pg_trgm IS 'ours';
