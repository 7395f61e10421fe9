-- A shipping company, before the change of Benchmarks/kill.py.
CREATE SCHEMA ship;
CREATE TYPE ship.state AS ENUM ('planned', 'loading', 'sailing', 'arrived', 'lost');
CREATE TYPE ship.level AS ENUM ('low', 'high');
CREATE TYPE ship.place AS (lat numeric, lon numeric);
CREATE DOMAIN ship.code AS text CHECK (VALUE <> '');
CREATE SEQUENCE ship.ticket START 100;
CREATE FUNCTION ship.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$;
CREATE FUNCTION ship.fee(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE TABLE ship.port (id serial PRIMARY KEY, code ship.code NOT NULL, name text NOT NULL, note text);
CREATE TABLE ship.vessel (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, tons int NOT NULL, home int REFERENCES ship.port,
    risk ship.level NOT NULL DEFAULT 'low', old_class text, position ship.place);
CREATE TABLE ship.cargo (id int PRIMARY KEY, vessel_id int NOT NULL, state ship.state NOT NULL DEFAULT 'planned', label text NOT NULL, weight int NOT NULL,
    remark text, tags text[] NOT NULL DEFAULT '{}', touched int NOT NULL DEFAULT 0,
    CONSTRAINT cargo_vessel FOREIGN KEY (vessel_id) REFERENCES ship.vessel, CONSTRAINT cargo_weight CHECK (weight >= 0));
CREATE INDEX cargo_label ON ship.cargo (label);
CREATE INDEX cargo_open ON ship.cargo (vessel_id) WHERE state = 'planned';
CREATE TRIGGER touching BEFORE UPDATE ON ship.cargo FOR EACH ROW EXECUTE FUNCTION ship.touch();
CREATE TABLE ship.log (id bigint PRIMARY KEY, at date NOT NULL, line text, vessel_id int);
CREATE INDEX log_at ON ship.log (at);
CREATE TABLE ship.event (id bigint, at date NOT NULL, what text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE ship.event_2024 PARTITION OF ship.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE ship.event_2025 PARTITION OF ship.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX event_what ON ship.event (what);
CREATE TABLE ship.event_2026 (id bigint, at date NOT NULL, what text, CONSTRAINT event_2026_pkey PRIMARY KEY (id, at));
CREATE TABLE ship.crew (id int PRIMARY KEY, first text, last text, vessel_id int, paid numeric(10,2));
CREATE TABLE ship.obsolete (id int PRIMARY KEY, what text);
CREATE VIEW ship.load AS SELECT vessel_id, sum(weight) AS weight FROM ship.cargo GROUP BY vessel_id;
CREATE VIEW ship.remarks AS SELECT id, remark FROM ship.cargo WHERE remark IS NOT NULL;
CREATE MATERIALIZED VIEW ship.totals AS SELECT home, count(*) AS n FROM ship.vessel GROUP BY home;
CREATE STATISTICS ship.crew_names ON first, last FROM ship.crew;
ALTER TABLE ship.crew ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON ship.crew FOR SELECT USING (vessel_id > 0);
COMMENT ON TABLE ship.cargo IS 'what is shipped';
GRANT SELECT ON ship.port TO PUBLIC;
