-- old
CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);
-- new
CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 1);

-- up
BEGIN;

ALTER DOMAIN public.d DROP CONSTRAINT c;

ALTER DOMAIN public.d ADD CONSTRAINT c CHECK ((VALUE > 1));

COMMIT;

-- hazards
--   create constraint public.d.c: may fail on existing data, reads the table

-- down
BEGIN;

ALTER DOMAIN public.d DROP CONSTRAINT c;

ALTER DOMAIN public.d ADD CONSTRAINT c CHECK ((VALUE > 0));

COMMIT;

-- down hazards
--   create constraint public.d.c: may fail on existing data, reads the table
