-- new
CREATE SCHEMA s;
COMMENT ON SCHEMA s IS 'it''s ours';

-- up
CREATE SCHEMA s;

COMMENT ON SCHEMA s IS 'it''s ours';

-- down
DROP SCHEMA s;
