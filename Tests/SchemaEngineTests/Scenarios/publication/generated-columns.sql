-- since: 18
-- common
CREATE TABLE t (a int PRIMARY KEY, b int GENERATED ALWAYS AS (a) STORED);
-- old
CREATE PUBLICATION p FOR TABLE t;
-- new
CREATE PUBLICATION p FOR TABLE t WITH (publish_generated_columns = stored);

-- up
ALTER PUBLICATION p SET (publish_generated_columns = stored);

-- down
ALTER PUBLICATION p SET (publish_generated_columns = none);
