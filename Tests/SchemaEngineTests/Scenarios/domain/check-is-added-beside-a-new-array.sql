-- old
CREATE DOMAIN d AS int;
-- new
CREATE DOMAIN d AS int CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE t (a d[]);

-- up
ALTER DOMAIN public.d ADD CONSTRAINT positive CHECK ((VALUE > 0));

CREATE TABLE public.t (
    a public.d[]
);

-- hazards
--   create constraint public.d.positive: may fail on existing data, reads the table

-- down
DROP TABLE public.t;

ALTER DOMAIN public.d DROP CONSTRAINT positive;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
