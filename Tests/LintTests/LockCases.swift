import Lint

extension Case {
    static let foundLocks: [Case] = [
        Case("PL001", "CREATE INDEX i ON t (a)"),
        Case("PL001", #"create /* so */ unique index on "Odd Schema"."T" using gin (a)"#),
        Case("PL001", "CREATE INDEX i ON m (a)", before: "CREATE TABLE m (a int) PARTITION BY RANGE (a)"),
        Case("PL001", "DO $$ BEGIN IF true THEN CREATE INDEX i ON t (a); END IF; END $$"),
        Case("PL002", "DROP INDEX i, s.j"),
        Case("PL003", "REINDEX TABLE t"),
        Case("PL003", "REINDEX DATABASE d"),
        Case("PL004", "ALTER TABLE m DETACH PARTITION p"),
        Case("PL005", "BEGIN; CREATE INDEX CONCURRENTLY i ON t (a); COMMIT"),
        Case("PL005", "CREATE INDEX CONCURRENTLY i ON t (a)", options: { $0.inTransaction = true }),
        Case("PL005", "-- +goose Up\nDROP INDEX CONCURRENTLY i"),
        Case("PL005", "DO $$ BEGIN REINDEX INDEX CONCURRENTLY i; END $$"),
        Case("PL006", "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p (id)"),
        Case("PL006", "ALTER TABLE t ADD COLUMN a int DEFAULT 1 REFERENCES p (id)"),
        Case("PL006", "ALTER TABLE t ADD COLUMN a int REFERENCES p (id)"),
        Case("PL007", "ALTER TABLE t ADD COLUMN b int, ADD CONSTRAINT c CHECK (a > 0)"),
        Case("PL007", "ALTER TABLE t ADD COLUMN a int CHECK (a > 0)"),
        Case(
            "PL008", "BEGIN; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c; COMMIT"),
        Case("PL008", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID, VALIDATE CONSTRAINT c"),
        Case("PL009", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)"),
        Case("PL009", "ALTER TABLE t ADD COLUMN a int UNIQUE"),
        Case("PL010", "ALTER TABLE t ADD PRIMARY KEY (a)"),
        Case(
            "PL011", "ALTER TABLE t ADD PRIMARY KEY USING INDEX u",
            before: "CREATE TABLE t (a int); CREATE UNIQUE INDEX u ON t (a)"),
        Case("PL012", "ALTER TABLE t ADD EXCLUDE USING gist (a WITH &&)"),
        Case("PL022", "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"),
        Case("PL023", "VACUUM FULL t"),
        Case("PL023", "CLUSTER t USING i"),
        Case("PL052", "CREATE INDEX CONCURRENTLY i ON t (a)", options: { $0.serverVersion = 140_002 }),
    ]

    static let rightLocks: [Case] = [
        Case("PL001", "CREATE TABLE t (a int); CREATE INDEX i ON t (a)"),
        Case("PL001", "CREATE INDEX CONCURRENTLY i ON t (a)"),
        Case("PL001", "CREATE INDEX i ON ONLY m (a)", before: "CREATE TABLE m (a int) PARTITION BY RANGE (a)"),
        Case("PL001", "SELECT 'CREATE INDEX i ON t (a)'"),
        Case("PL002", "DROP INDEX CONCURRENTLY i"),
        Case("PL002", "CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i"),
        Case("PL003", "REINDEX INDEX CONCURRENTLY i"),
        Case("PL003", "REINDEX (VERBOSE, CONCURRENTLY) TABLE t"),
        Case("PL004", "ALTER TABLE m DETACH PARTITION p CONCURRENTLY"),
        Case("PL005", "BEGIN; SELECT 1; COMMIT; CREATE INDEX CONCURRENTLY i ON t (a)"),
        Case("PL005", "-- +goose NO TRANSACTION\n-- +goose Up\nDROP INDEX CONCURRENTLY i"),
        Case("PL005", "BEGIN; REFRESH MATERIALIZED VIEW CONCURRENTLY v; COMMIT"),
        Case("PL006", "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) NOT VALID"),
        Case("PL006", "ALTER TABLE t ADD COLUMN a int"),
        Case("PL006", "ALTER TABLE t ADD COLUMN a int REFERENCES t (id)"),
        Case("PL006", "CREATE TABLE p (id int PRIMARY KEY); ALTER TABLE t ADD COLUMN a int REFERENCES p (id)"),
        Case("PL006", "CREATE TABLE t (a int REFERENCES p (id)); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES q (id)"),
        Case("PL007", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID"),
        Case(
            "PL008",
            """
            BEGIN; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; COMMIT;
            BEGIN; ALTER TABLE t VALIDATE CONSTRAINT c; COMMIT
            """),
        Case("PL008", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c"),
        Case("PL009", "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i"),
        Case("PL010", "ALTER TABLE t ADD PRIMARY KEY USING INDEX i"),
        Case("PL010", "CREATE TABLE t (a int PRIMARY KEY)"),
        Case(
            "PL011", "ALTER TABLE t ADD PRIMARY KEY USING INDEX u",
            before: "CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX u ON t (a)"),
        Case("PL012", "CREATE TABLE t (a int4range, EXCLUDE USING gist (a WITH &&))"),
        Case("PL022", "SET lock_timeout = '3s'; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"),
        Case("PL023", "VACUUM (ANALYZE) t"),
        Case("PL052", "CREATE INDEX CONCURRENTLY i ON t (a)", options: { $0.serverVersion = 140_004 }),
    ]
}
