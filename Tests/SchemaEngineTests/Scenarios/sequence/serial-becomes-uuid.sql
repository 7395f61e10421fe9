-- The default lets go of the sequence in the step that changes the column's type.
-- old
CREATE TABLE t (id serial PRIMARY KEY, v text);
-- new
CREATE TABLE t (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), v text);
