-- The builds come last, when the rest of the plan is done.
-- old
CREATE TABLE a (x int);
CREATE TABLE b (x int);
-- new
CREATE TABLE a (x int);
CREATE INDEX a_x ON a (x);
CREATE TABLE b (x int DEFAULT 5, y text);
CREATE TABLE c (x int);
