-- The key goes with the table; the other table loses the triggers that guard it.
-- common
CREATE TABLE r (id int PRIMARY KEY);
-- old
CREATE TABLE t (a int CONSTRAINT f REFERENCES r);
