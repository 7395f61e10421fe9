-- common
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE PUBLICATION p FOR TABLE t;
-- new
ALTER PUBLICATION p SET (publish_via_partition_root = true);

-- up
ALTER PUBLICATION p SET (publish_via_partition_root = true);

-- down
ALTER PUBLICATION p SET (publish_via_partition_root = false);
