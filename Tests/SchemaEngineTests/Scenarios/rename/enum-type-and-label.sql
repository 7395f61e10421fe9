-- old
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE t (m mood DEFAULT 'sad');
CREATE FUNCTION f(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';
-- new
CREATE TYPE state AS ENUM ('blue', 'glad');
CREATE TABLE t (m state DEFAULT 'blue');
CREATE FUNCTION f(state) RETURNS state LANGUAGE sql AS 'SELECT $1';
-- rename
type public.mood to state
value public.state.'sad' to 'blue'

-- up
BEGIN;

ALTER TYPE public.mood RENAME TO state;

ALTER TYPE public.state RENAME VALUE 'sad' TO 'blue';

COMMIT;

-- down
BEGIN;

ALTER TYPE public.state RENAME VALUE 'blue' TO 'sad';

ALTER TYPE public.state RENAME TO mood;

COMMIT;
