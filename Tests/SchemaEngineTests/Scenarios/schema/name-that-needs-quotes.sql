-- new
CREATE SCHEMA "My ""odd"" schema";
CREATE TABLE "My ""odd"" schema"."Tab le" ("select" int);

-- up
CREATE SCHEMA "My ""odd"" schema";

CREATE TABLE "My ""odd"" schema"."Tab le" (
    "select" integer
);

-- down
DROP TABLE "My ""odd"" schema"."Tab le";

DROP SCHEMA "My ""odd"" schema";

-- down hazards
--   drop table My "odd" schema.Tab le: data loss

-- down locks
--   My "odd" schema.Tab le: ACCESS EXCLUSIVE
