-- old
CREATE TYPE e AS ENUM ('b');
-- new
CREATE TYPE e AS ENUM ('a', 'b', 'c');

-- up
ALTER TYPE public.e ADD VALUE 'a' BEFORE 'b';

ALTER TYPE public.e ADD VALUE 'c' AFTER 'b';

-- down
BEGIN;
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('b');
DROP TYPE public.e__old;
COMMIT;
