-- PostgreSQL lets the index of a partition go only with that of the parent, which comes back without it.
-- common
CREATE TABLE p (id int, d date NOT NULL, v text) PARTITION BY RANGE (d);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX pi ON ONLY p (v);
CREATE INDEX p2i ON p2 (v);
ALTER INDEX pi ATTACH PARTITION p2i;
-- old
CREATE INDEX p1i ON p1 (v);
ALTER INDEX pi ATTACH PARTITION p1i;
COMMENT ON INDEX p1i IS 'x';
