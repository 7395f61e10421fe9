-- old
CREATE TABLE t (id int, d date) PARTITION BY RANGE (d);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE t2 PARTITION OF t DEFAULT;
-- new
CREATE TABLE t (id int, d date);
CREATE TABLE t1 (id int, d date);
-- rows
INSERT INTO t SELECT n, '2024-12-30'::date + n FROM generate_series(1, 5) n;
-- query
SELECT id, d FROM t1
