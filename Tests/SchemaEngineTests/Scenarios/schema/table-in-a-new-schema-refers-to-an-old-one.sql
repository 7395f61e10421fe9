-- common
CREATE TABLE r (id int PRIMARY KEY);
-- new
CREATE SCHEMA s;
CREATE TABLE s.t (id int REFERENCES r);

-- up
CREATE SCHEMA s;

CREATE TABLE s.t (
    id integer
);

ALTER TABLE s.t ADD CONSTRAINT t_id_fkey FOREIGN KEY (id) REFERENCES public.r(id);

-- locks
--   public.r: SHARE ROW EXCLUSIVE

-- down
DROP TABLE s.t;

DROP SCHEMA s;

-- down hazards
--   drop table s.t: data loss

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   s.t: ACCESS EXCLUSIVE
