-- new
CREATE FOREIGN DATA WRAPPER w OPTIONS (debug 'true');
CREATE SERVER s TYPE 'file' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'a', port '5');
CREATE USER MAPPING FOR pg_monitor SERVER s OPTIONS (user 'x');
CREATE FOREIGN TABLE t (a int OPTIONS (name 'A') NOT NULL, b text DEFAULT 'x', CONSTRAINT c CHECK (a > 0)) SERVER s OPTIONS (path '/t');
COMMENT ON FOREIGN TABLE t IS 'elsewhere';

-- up
CREATE FOREIGN DATA WRAPPER w OPTIONS (debug 'true');

CREATE SERVER s TYPE 'file' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'a', port '5');

CREATE USER MAPPING FOR pg_monitor SERVER s OPTIONS ("user" 'x');

CREATE FOREIGN TABLE public.t (
    a integer OPTIONS (name 'A') NOT NULL,
    b text DEFAULT 'x'::text,
    CONSTRAINT c CHECK ((a > 0))
) SERVER s OPTIONS (path '/t');

COMMENT ON FOREIGN TABLE public.t IS 'elsewhere';

-- down
DROP FOREIGN TABLE public.t;

DROP USER MAPPING FOR pg_monitor SERVER s;

DROP SERVER s;

DROP FOREIGN DATA WRAPPER w;

-- down locks
--   public.t: ACCESS EXCLUSIVE
