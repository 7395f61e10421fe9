-- old
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
-- new
CREATE DOMAIN d AS int CONSTRAINT positive CHECK (VALUE > 0);

-- up
ALTER DOMAIN public.d VALIDATE CONSTRAINT positive;

-- hazards
--   validate constraint public.d.positive: may fail on existing data, reads the table

-- down
BEGIN;

ALTER DOMAIN public.d DROP CONSTRAINT positive;

ALTER DOMAIN public.d ADD CONSTRAINT positive CHECK ((VALUE > 0)) NOT VALID;

COMMIT;
