-- A new type resets storage, compression and defaults in the whole tree; children keep what differs from their parent's.
-- old
CREATE TABLE p (a int DEFAULT 1, b int DEFAULT 1, s text COMPRESSION pglz, n text);
CREATE TABLE c () INHERITS (p);
ALTER TABLE c ALTER a SET DEFAULT 2, ALTER b DROP DEFAULT, ALTER s SET STORAGE MAIN, ALTER n SET DEFAULT 'x';
CREATE TABLE t (i int, k text DEFAULT 'a') PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
ALTER TABLE t1 ALTER k DROP DEFAULT, ALTER k SET STORAGE EXTERNAL, ALTER k SET COMPRESSION pglz;
CREATE TYPE y AS (a text);
CREATE TABLE x OF y;
ALTER TABLE x ALTER a SET STORAGE EXTERNAL;
-- new
CREATE TABLE p (a bigint DEFAULT 1, b bigint DEFAULT 1, s varchar(9) COMPRESSION pglz, n varchar(5));
CREATE TABLE c () INHERITS (p);
ALTER TABLE c ALTER a SET DEFAULT 2, ALTER b DROP DEFAULT, ALTER s SET STORAGE MAIN, ALTER n SET DEFAULT 'x';
CREATE TABLE t (i int, k varchar(20) DEFAULT 'a') PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
ALTER TABLE t1 ALTER k DROP DEFAULT, ALTER k SET STORAGE EXTERNAL, ALTER k SET COMPRESSION pglz;
CREATE TYPE y AS (a varchar(30));
CREATE TABLE x OF y;
ALTER TABLE x ALTER a SET STORAGE EXTERNAL;
-- rows
INSERT INTO c (s) VALUES ('one');
INSERT INTO t VALUES (1);
-- query
SELECT a, b, s, n FROM p UNION ALL SELECT i, i, k, k FROM t

-- up
ALTER TYPE public.y ALTER ATTRIBUTE a TYPE character varying(30) CASCADE;

BEGIN;
ALTER TABLE public.p ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.p ALTER COLUMN a TYPE bigint;
ALTER TABLE public.p ALTER COLUMN a SET DEFAULT 1;
ALTER TABLE public.c ALTER COLUMN a SET DEFAULT 2;
COMMIT;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b DROP DEFAULT;
ALTER TABLE public.p ALTER COLUMN b TYPE bigint;
ALTER TABLE public.p ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE public.c ALTER COLUMN b DROP DEFAULT;
COMMIT;

ALTER TABLE public.p ALTER COLUMN s TYPE character varying(9);

ALTER TABLE public.p ALTER COLUMN s SET COMPRESSION pglz;

BEGIN;
ALTER TABLE public.c ALTER COLUMN s SET STORAGE MAIN;
ALTER TABLE public.c ALTER COLUMN s SET COMPRESSION pglz;
COMMIT;

BEGIN;
ALTER TABLE public.c ALTER COLUMN n DROP DEFAULT;
ALTER TABLE public.p ALTER COLUMN n TYPE character varying(5);
ALTER TABLE public.c ALTER COLUMN n SET DEFAULT 'x'::character varying;
COMMIT;

BEGIN;
ALTER TABLE public.t ALTER COLUMN k DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN k TYPE character varying(20);
ALTER TABLE public.t ALTER COLUMN k SET DEFAULT 'a'::character varying;
ALTER TABLE public.t1 ALTER COLUMN k DROP DEFAULT;
COMMIT;

BEGIN;
ALTER TABLE public.t1 ALTER COLUMN k SET STORAGE EXTERNAL;
ALTER TABLE public.t1 ALTER COLUMN k SET COMPRESSION pglz;
COMMIT;

ALTER TABLE public.x ALTER COLUMN a SET STORAGE EXTERNAL;

-- hazards
--   alter composite type public.y: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.p.a to bigint: reads the table, rewrites the table
--   change the type of column public.p.b to bigint: reads the table, rewrites the table
--   change the type of column public.p.s to character varying(9): may fail on existing data, reads the table, rewrites the table
--   change the type of column public.p.n to character varying(5): may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.k to character varying(20): may fail on existing data, reads the table, rewrites the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
--   public.x: ACCESS EXCLUSIVE

-- down
ALTER TYPE public.y ALTER ATTRIBUTE a TYPE text CASCADE;

BEGIN;
ALTER TABLE public.p ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.p ALTER COLUMN a TYPE integer;
ALTER TABLE public.p ALTER COLUMN a SET DEFAULT 1;
ALTER TABLE public.c ALTER COLUMN a SET DEFAULT 2;
COMMIT;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b DROP DEFAULT;
ALTER TABLE public.p ALTER COLUMN b TYPE integer;
ALTER TABLE public.p ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE public.c ALTER COLUMN b DROP DEFAULT;
COMMIT;

ALTER TABLE public.p ALTER COLUMN s TYPE text;

ALTER TABLE public.p ALTER COLUMN s SET COMPRESSION pglz;

BEGIN;
ALTER TABLE public.c ALTER COLUMN s SET STORAGE MAIN;
ALTER TABLE public.c ALTER COLUMN s SET COMPRESSION pglz;
COMMIT;

ALTER TABLE public.p ALTER COLUMN n TYPE text;

ALTER TABLE public.c ALTER COLUMN n SET DEFAULT 'x'::text;

ALTER TABLE public.t ALTER COLUMN k TYPE text;

BEGIN;
ALTER TABLE public.t1 ALTER COLUMN k SET STORAGE EXTERNAL;
ALTER TABLE public.t1 ALTER COLUMN k SET COMPRESSION pglz;
COMMIT;

BEGIN;
ALTER TABLE public.t ALTER COLUMN k SET DEFAULT 'a'::text;
ALTER TABLE public.t1 ALTER COLUMN k DROP DEFAULT;
COMMIT;

ALTER TABLE public.x ALTER COLUMN a SET STORAGE EXTERNAL;

-- down hazards
--   change the type of column public.p.a to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.p.b to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
--   public.x: ACCESS EXCLUSIVE
