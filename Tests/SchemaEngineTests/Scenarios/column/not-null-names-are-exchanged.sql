-- Each constraint has the name that another one gets, also that which PostgreSQL gives; a comment stays with the name.
-- since: 18
-- old
CREATE TABLE t (a int CONSTRAINT x NOT NULL, b int CONSTRAINT y NOT NULL, c int CONSTRAINT t_d_not_null NOT NULL, d int CONSTRAINT z NOT NULL);
COMMENT ON CONSTRAINT x ON t IS 'x';
CREATE TABLE child () INHERITS (t);
-- new
CREATE TABLE t (a int CONSTRAINT y NOT NULL, b int CONSTRAINT x NOT NULL, c int CONSTRAINT z NOT NULL, d int NOT NULL);
COMMENT ON CONSTRAINT x ON t IS 'x';
CREATE TABLE child () INHERITS (t);
-- rows
INSERT INTO child VALUES (1, 2, 3, 4);
-- query
SELECT * FROM t

-- up
BEGIN;
ALTER TABLE public.t RENAME CONSTRAINT x TO plumbline_new_y;
ALTER TABLE public.t RENAME CONSTRAINT y TO x;
ALTER TABLE public.t RENAME CONSTRAINT t_d_not_null TO plumbline_new_z;
ALTER TABLE public.t RENAME CONSTRAINT z TO t_d_not_null;
ALTER TABLE public.t RENAME CONSTRAINT plumbline_new_y TO y;
ALTER TABLE public.t RENAME CONSTRAINT plumbline_new_z TO z;
COMMENT ON CONSTRAINT y ON public.t IS NULL;
COMMENT ON CONSTRAINT x ON public.t IS 'x';
COMMIT;

-- locks
--   public.child: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.t RENAME CONSTRAINT y TO plumbline_new_x;
ALTER TABLE public.t RENAME CONSTRAINT x TO y;
ALTER TABLE public.t RENAME CONSTRAINT z TO plumbline_new_t_d_not_null;
ALTER TABLE public.t RENAME CONSTRAINT t_d_not_null TO z;
ALTER TABLE public.t RENAME CONSTRAINT plumbline_new_x TO x;
ALTER TABLE public.t RENAME CONSTRAINT plumbline_new_t_d_not_null TO t_d_not_null;
COMMENT ON CONSTRAINT x ON public.t IS 'x';
COMMENT ON CONSTRAINT y ON public.t IS NULL;
COMMIT;

-- down locks
--   public.child: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
