import Lint

extension Case {
    static let foundTransactions: [Case] = [
        Case("PL026", "ALTER TABLE t ADD COLUMN a int"),
        Case("PL026", "SET lock_timeout = 0; ALTER TABLE t ADD COLUMN a int"),
        Case("PL026", "BEGIN; SET LOCAL lock_timeout = '1s'; COMMIT; DROP TABLE t"),
        Case("PL027", "SET lock_timeout = '1s'; ALTER TABLE t ADD COLUMN a int"),
        Case("PL028", "BEGIN; BEGIN; COMMIT"),
        Case("PL028", "SELECT 1; COMMIT"),
        Case("PL028", "BEGIN; SELECT 1; COMMIT", options: { $0.inTransaction = true }),
        Case("PL029", "BEGIN; SELECT 1"),
        Case("PL029", "BEGIN; SELECT 1; COMMIT; START TRANSACTION; SELECT 2"),
        Case("PL030", "CREATE TABLE a (a int); CREATE TABLE b (b int)"),
        Case("PL030", "SELECT 1; ALTER TABLE t DROP COLUMN a"),
        Case("PL053", "BEGIN; ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 1; COMMIT"),
        Case("PL069", "SET lock_timeout = '3s'; CREATE INDEX CONCURRENTLY i ON t (a)"),
        Case("PL070", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)"),
        Case(
            "PL070", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
            server: ServerState(
                version: 170000, statements: ["CREATE TABLE public.t (a int)", "CREATE INDEX i ON public.t (a)"],
                invalidIndexes: [("public", "i")])),
        Case("PL071", "BEGIN; ALTER TABLE t ADD COLUMN a int; CREATE TABLE u AS SELECT * FROM x; COMMIT"),
        Case("PL071", "BEGIN; ALTER TABLE t ADD COLUMN a int; ALTER TABLE u ADD COLUMN a int; COMMIT"),
    ]

    static let rightTransactions: [Case] = [
        Case("PL026", "SET lock_timeout = '2s'; ALTER TABLE t ADD COLUMN a int"),
        Case("PL026", "BEGIN; SET LOCAL lock_timeout TO 500; ALTER TABLE t ADD COLUMN a int; COMMIT"),
        Case("PL026", "CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int"),
        Case("PL026", "ALTER TABLE t VALIDATE CONSTRAINT c"),
        Case("PL027", "SET statement_timeout = 0; ALTER TABLE t ADD COLUMN a int"),
        Case("PL028", "BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; ROLLBACK"),
        Case("PL028", "BEGIN; SAVEPOINT a; ROLLBACK TO a; COMMIT"),
        Case("PL029", "BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2; END"),
        Case("PL029", "DO $$ BEGIN NULL; END $$"),
        Case("PL030", "CREATE TABLE IF NOT EXISTS a (a int); DROP TABLE IF EXISTS b"),
        Case("PL030", "BEGIN; CREATE TABLE a (a int); CREATE TABLE b (b int); COMMIT"),
        Case("PL030", "CREATE TABLE a (a int)"),
        Case("PL030", "SELECT true AS todo \\gset\n\\if :todo\nCREATE TABLE a (a int);\n\\endif\nSELECT 1;"),
        Case("PL053", "ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 1 WHERE id BETWEEN 1 AND 1000"),
        Case("PL053", "BEGIN; ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 1 WHERE id = 7; COMMIT"),
        Case("PL069", "SET lock_timeout = 0; CREATE INDEX CONCURRENTLY i ON t (a); SET lock_timeout = '3s'"),
        Case("PL070", "DROP INDEX CONCURRENTLY IF EXISTS i; CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)"),
        Case(
            "PL070", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
            server: ServerState(version: 170000, statements: ["CREATE TABLE public.t (a int)"])),
        Case("PL071", "BEGIN; ALTER TABLE t ADD COLUMN a int; COMMENT ON COLUMN t.a IS 'x'; COMMIT"),
        Case("PL071", "BEGIN; UPDATE t SET a = 1; ALTER TABLE t ADD COLUMN b int; COMMIT"),
    ]
}
