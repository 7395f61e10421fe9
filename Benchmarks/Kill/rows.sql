INSERT INTO ship.port (code, name, note) SELECT 'P' || i, 'port ' || i, CASE WHEN i % 3 > 0 THEN 'n' || i ELSE 'none' END FROM generate_series(1, 50) i;
INSERT INTO ship.vessel (name, tons, home, risk, old_class, position)
    SELECT 'v' || i, i * 7, 1 + i % 50, CASE WHEN i % 2 = 0 THEN 'low' ELSE 'high' END::ship.level, 'class ' || i % 9, (i, -i)::ship.place FROM generate_series(1, 2000) i;
INSERT INTO ship.cargo (id, vessel_id, state, label, weight, remark, tags)
    SELECT i, 1 + i % 2000, (enum_range(NULL::ship.state))[1 + i % 5], 'cargo ' || i, i % 700, CASE WHEN i % 4 > 0 THEN 'remark ' || i END, ARRAY['t' || i % 20]
    FROM generate_series(1, 60000) i;
INSERT INTO ship.log SELECT i, '2024-01-01'::date + i % 700, 'line ' || i, i % 99 FROM generate_series(1, 40000) i;
INSERT INTO ship.event SELECT i, '2024-01-01'::date + i % 700, 'what ' || i % 300 FROM generate_series(1, 30000) i;
INSERT INTO ship.event_2026 SELECT i, '2026-02-01'::date + i % 200, 'later ' || i FROM generate_series(1, 5000) i;
INSERT INTO ship.crew SELECT i, 'f' || i, 'l' || i, i % 30, i FROM generate_series(1, 20000) i;
INSERT INTO ship.obsolete SELECT i, 'o' || i FROM generate_series(1, 3000) i;
SELECT nextval('ship.ticket') FROM generate_series(1, 77);
REFRESH MATERIALIZED VIEW ship.totals;
