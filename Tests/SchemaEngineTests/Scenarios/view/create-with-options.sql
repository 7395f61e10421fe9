-- common
CREATE TABLE t (a int);
-- new
CREATE VIEW v WITH (security_barrier = true, check_option = local) AS SELECT a FROM t WHERE a > 0;
