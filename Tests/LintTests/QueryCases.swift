extension Case {
    static let foundQueries: [Case] = [
        Case("PL095", "SELECT 1 FROM a LEFT JOIN b ON b.id = a.id WHERE b.at > now()"),
        Case(
            "PL095",
            "CREATE MATERIALIZED VIEW v AS SELECT 1 FROM a LEFT JOIN conversations c ON true WHERE a.x = 1 AND c.at >= CURRENT_DATE"
        ),
        Case(
            "PL095", "CREATE VIEW v AS SELECT * FROM (SELECT 1 FROM b RIGHT JOIN a ON b.id = a.id WHERE b.kind IN ('x', 'y')) s"),
        Case(
            "PL095",
            "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM a LEFT JOIN b USING (id) WHERE b.x::int = 1'"
        ),
        Case("PL096", "SELECT cron.schedule('0 * * * *', $$ SELECT 1 $$)"),
    ]

    static let rightQueries: [Case] = [
        Case("PL095", "SELECT 1 FROM a LEFT JOIN b ON b.id = a.id AND b.at > now() WHERE a.at > now() AND b.id IS NULL"),
        Case("PL095", "SELECT 1 FROM a LEFT JOIN b ON b.id = a.id WHERE b.at > now() OR b.at IS NULL"),
        Case("PL095", "SELECT 1 FROM a LEFT JOIN b ON b.id = a.id WHERE coalesce(b.at, now()) > now()"),
        Case("PL095", "SELECT 1 FROM a JOIN b ON b.id = a.id WHERE b.at > now()"),
        Case("PL096", "SELECT cron.schedule('hourly', '0 * * * *', $$ SELECT 1 $$)"),
    ]
}
