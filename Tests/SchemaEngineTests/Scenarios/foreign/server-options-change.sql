-- common
CREATE FOREIGN DATA WRAPPER w;
-- old
CREATE SERVER s VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'a', port '5');
-- new
CREATE SERVER s VERSION '2' FOREIGN DATA WRAPPER w OPTIONS (host 'b', dbname 'd');

-- up
ALTER SERVER s VERSION '2' OPTIONS (DROP port, ADD dbname 'd', SET host 'b');

-- down
ALTER SERVER s VERSION '1' OPTIONS (DROP dbname, SET host 'a', ADD port '5');
