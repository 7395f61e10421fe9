-- new
CREATE DOMAIN d AS text COLLATE "C" DEFAULT 'x' NOT NULL CONSTRAINT short CHECK (length(VALUE) < 10);

-- up
CREATE DOMAIN public.d AS text COLLATE pg_catalog."C" DEFAULT 'x'::text NOT NULL;

ALTER DOMAIN public.d ADD CONSTRAINT short CHECK ((length(VALUE) < 10));

-- down
DROP DOMAIN public.d;
