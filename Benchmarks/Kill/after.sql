-- The same company after a change with many kinds of steps.
CREATE SCHEMA ship;
CREATE TYPE ship.state AS ENUM ('planned', 'sailing', 'loading', 'arrived', 'lost');
CREATE TYPE ship.level AS ENUM ('low', 'middle', 'high');
CREATE TYPE ship.place AS (lat numeric, lon numeric, height numeric);
CREATE DOMAIN ship.code AS text CHECK (VALUE <> '') CONSTRAINT code_short CHECK (length(VALUE) < 20);
CREATE SEQUENCE ship.ticket START 100 CACHE 10;
CREATE FUNCTION ship.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := OLD.touched + 1; RETURN NEW; END $$;
CREATE FUNCTION ship.fee(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 3';
CREATE TABLE ship.port (id bigserial PRIMARY KEY, code ship.code NOT NULL, name varchar(80) NOT NULL, note text NOT NULL DEFAULT '',
    CONSTRAINT port_code UNIQUE (code));
CREATE TABLE ship.vessel (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, tons bigint NOT NULL, home bigint REFERENCES ship.port,
    risk ship.level NOT NULL DEFAULT 'middle', position ship.place, token uuid NOT NULL DEFAULT gen_random_uuid());
CREATE TABLE ship.cargo (id bigint PRIMARY KEY, vessel_id bigint NOT NULL, state ship.state NOT NULL DEFAULT 'planned', label text NOT NULL,
    weight int NOT NULL, tags text[] NOT NULL DEFAULT '{}', touched int NOT NULL DEFAULT 0, paid boolean NOT NULL DEFAULT false, fee int,
    CONSTRAINT cargo_vessel FOREIGN KEY (vessel_id) REFERENCES ship.vessel ON DELETE CASCADE, CONSTRAINT cargo_weight CHECK (weight >= 0),
    CONSTRAINT cargo_label CHECK (length(label) < 200));
CREATE INDEX cargo_label ON ship.cargo (lower(label));
CREATE INDEX cargo_tags ON ship.cargo USING gin (tags);
CREATE INDEX cargo_open ON ship.cargo (vessel_id) WHERE state = 'planned';
CREATE TRIGGER touching BEFORE UPDATE ON ship.cargo FOR EACH ROW EXECUTE FUNCTION ship.touch();
CREATE TRIGGER first BEFORE UPDATE OF label ON ship.cargo FOR EACH ROW EXECUTE FUNCTION ship.touch();
CREATE TABLE ship.log (id bigint, at date NOT NULL, line text, vessel_id int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE ship.log_old PARTITION OF ship.log FOR VALUES FROM (MINVALUE) TO ('2025-01-01');
CREATE TABLE ship.log_new PARTITION OF ship.log FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE INDEX log_at ON ship.log (at);
CREATE TABLE ship.event (id bigint, at date NOT NULL, what text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE ship.event_2024 (id bigint, at date NOT NULL, what text, CONSTRAINT event_2024_pkey PRIMARY KEY (id, at));
CREATE INDEX event_2024_what_idx ON ship.event_2024 (what);
CREATE TABLE ship.event_2025 PARTITION OF ship.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE ship.event_2026 PARTITION OF ship.event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX event_what ON ship.event (what, at);
CREATE TABLE ship.crew (id int PRIMARY KEY, first text, last text, vessel_id int, paid numeric(10,2), full_name text NOT NULL);
-- plumb:backfill ship.crew.full_name from concat_ws(' ', first, last)
CREATE TABLE ship.berth (id int PRIMARY KEY, port_id bigint NOT NULL REFERENCES ship.port, during daterange NOT NULL);
CREATE VIEW ship.load AS SELECT vessel_id, sum(weight) AS weight, count(*) AS pieces FROM ship.cargo GROUP BY vessel_id;
CREATE MATERIALIZED VIEW ship.totals AS SELECT home, count(*) AS n, max(tons) AS tons FROM ship.vessel GROUP BY home;
CREATE UNIQUE INDEX totals_home ON ship.totals (home);
CREATE STATISTICS ship.crew_names (ndistinct) ON first, last FROM ship.crew;
ALTER TABLE ship.crew ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON ship.crew FOR SELECT USING (vessel_id > 1);
COMMENT ON TABLE ship.cargo IS 'what we ship';
GRANT SELECT ON ship.port, ship.berth TO PUBLIC;
