import Lint

extension Case {
    private static let long = String(repeating: "long_", count: 13) + "name"

    static let foundNaming: [Case] = [
        Case("PL060", "CREATE TABLE \(long) (a int)"),
        Case("PL060", #"ALTER TABLE t ADD COLUMN "\#(String(repeating: "ü", count: 32))" int"#),
        Case("PL060", "DO $$ BEGIN PERFORM 1 FROM \(long); END $$"),
        Case("PL061", "ALTER TABLE t ADD COLUMN a int"),
        Case("PL061", "CREATE TABLE s.t (a int REFERENCES p)"),
        Case("PL061", #"DROP VIEW s.v, "V""#),
        Case("PL061", "DO $$ BEGIN DELETE FROM t; END $$"),
        Case("PL062", "CREATE TABLE t (a int, b int, a text)"),
        Case("PL062", "UPDATE t SET a = 1, b = 2, a = 3"),
        Case("PL062", #"INSERT INTO s.t ("A", b, "A") VALUES (1, 2, 3)"#),
        Case("PL062", "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1, b = 2"),
        Case("PL062", "ALTER TABLE t ADD COLUMN a int, ADD COLUMN a text"),
        Case("PL062", "CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN a int"),
        Case("PL062", "CREATE TABLE t (a int, PRIMARY KEY (a, a))"),
        Case("PL062", "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'UPDATE t SET a = 1, a = 2'"),
        Case("PL063", "CREATE TABLE orders_tbl (a int)", options: { $0.naming.table = "[a-z]+s" }),
        Case("PL063", "CREATE SCHEMA Odd", options: { $0.naming.schema = "[b-n]+" }),
        Case("PL063", #"ALTER TABLE t ADD COLUMN "Id" int"#, options: { $0.naming.column = "[a-z_]+" }),
        Case("PL063", "CREATE INDEX t_a ON t (a)", options: { $0.naming.index = "idx_.*" }),
        Case("PL063", "CREATE TABLE t (a int CONSTRAINT c REFERENCES p)", options: { $0.naming.foreignKey = "fk_.*" }),
        Case("PL063", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", options: { $0.naming.check = "chk_.*" }),
        Case("PL063", "ALTER TABLE t RENAME COLUMN a TO \"B\"", options: { $0.naming.column = "[a-z_]+" }),
        Case("PL063", "CREATE TABLE t (a int)", options: { $0.naming.table = "([a-z" }),
        Case("PL064", "CREATE TABLE t (a boolean, b bigint, c boolean, d timestamptz)"),
        Case(
            "PL065",
            "CREATE FUNCTION f(name text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || name; END $$"),
        Case(
            "PL065",
            "CREATE FUNCTION f(n int, name text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('SELECT %L "
                + "FROM %s', n, name); END $$"
        ),
        Case(
            "PL065",
            """
            CREATE FUNCTION s.f("Query" varchar) RETURNS SETOF t LANGUAGE plpgsql AS $$
            BEGIN RETURN QUERY EXECUTE "Query"; END $$
            """),
        Case("PL066", "ALTER TABLE billing.invoices ADD COLUMN a int") {
            $0.author = "ann"
            $0.ownership = [.init(objects: "billing.*", allow: ["bob", "c*"], deny: [])]
        },
        Case("PL066", #"DROP TABLE "Billing".t"#) {
            $0.author = "ann@example.org"
            $0.ownership = [.init(objects: "Billing.t", allow: [], deny: ["*@example.org"])]
        },
        Case("PL067", "CREATE TABLE t (a int REFERENCES p (id)); CREATE TABLE p (id int PRIMARY KEY)"),
        Case("PL067", "CREATE TABLE s.t (a int, FOREIGN KEY (a) REFERENCES s.\"P\"); CREATE TABLE s.\"P\" (id int PRIMARY KEY)"),
        Case("PL090", "CREATE INDEX i ON t (a); CREATE INDEX i ON u (a)"),
        Case("PL090", "CREATE INDEX IF NOT EXISTS i ON s.u (a)", before: "CREATE INDEX i ON s.t (a)"),
        Case(
            "PL090", "CREATE TABLE u (a int, CONSTRAINT one UNIQUE (a))",
            before: "CREATE TABLE t (a int, CONSTRAINT one UNIQUE (a))"),
        Case("PL090", "CREATE TABLE t (a int); CREATE VIEW t AS SELECT 1"),
        Case("PL090", #"CREATE TABLE s."I" (a int); CREATE INDEX "I" ON s.t (a)"#),
        Case("PL090", "CREATE SEQUENCE t; CREATE TABLE t (a int)"),
        Case("PL090", "ALTER TABLE u ADD CONSTRAINT i PRIMARY KEY (a)", before: "CREATE INDEX i ON t (a)"),
        Case("PL091", "CREATE TABLE UserAccounts (id int)"),
        Case("PL091", #"CREATE TABLE t ("createdAt" date, updatedAt date)"#),
        Case("PL091", "CREATE INDEX idxUser ON t (a)"),
        Case("PL091", "SELECT pg_size_pretty(pg_total_relation_size(schemaname||'.'||tablename)) FROM pg_tables"),
        Case("PL091", "DO $$ BEGIN PERFORM (schemaname || '.' || relname)::regclass FROM pg_stat_user_tables; END $$"),
    ]

    static let rightNaming: [Case] = [
        Case("PL060", "CREATE TABLE \(String(repeating: "a", count: 63)) (a int)"),
        Case("PL060", "SELECT '\(long)' -- \(long)\n/* \(long) */"),
        Case("PL060", "SELECT $body$ \(long) $body$"),
        Case("PL061", "ALTER TABLE s.t ADD COLUMN a int"),
        Case("PL061", "SET search_path = s; ALTER TABLE t ADD COLUMN a int"),
        Case("PL061", "CREATE TEMP TABLE t (a int)"),
        Case("PL062", "UPDATE t SET a[1] = 1, a[2] = 2"),
        Case("PL062", #"CREATE TABLE t (a int, "A" int)"#),
        Case("PL062", "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int", before: "CREATE TABLE t (a int)"),
        Case("PL062", "CREATE INDEX i ON t (a, a)"),
        Case("PL063", "CREATE TABLE orders (a int)", options: { $0.naming.table = "[a-z]+s" }),
        Case("PL063", "CREATE TABLE Odd (a int)"),
        Case("PL063", "CREATE TABLE t (a int REFERENCES p)", options: { $0.naming.foreignKey = "fk_.*" }),
        Case("PL064", "CREATE TABLE t (b bigint, d timestamptz, a boolean, c boolean)"),
        Case("PL064", "CREATE TABLE t (a text, b bigint, c text, d timestamptz)"),
        Case(
            "PL065",
            """
            CREATE FUNCTION f(name text, n int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
              EXECUTE format('SELECT %L FROM %I LIMIT %s', name, name, n) USING name;
              EXECUTE 'DROP TABLE ' || quote_ident(name);
              EXECUTE 'SELECT ' || name::int || length(name);
            END $$
            """),
        Case(
            "PL065",
            "CREATE FUNCTION f(name text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'SELECT $1' USING name; END $$"),
        Case("PL065", "CREATE FUNCTION f(t regclass) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'TABLE ' || t; END $$"),
        Case("PL066", "ALTER TABLE billing.invoices ADD COLUMN a int") {
            $0.author = "bob"
            $0.ownership = [.init(objects: "billing.*", allow: ["bob"], deny: [])]
        },
        Case("PL066", "ALTER TABLE other.invoices ADD COLUMN a int") {
            $0.author = "ann"
            $0.ownership = [.init(objects: "billing.*", allow: ["bob"], deny: [])]
        },
        Case("PL066", "ALTER TABLE billing.invoices ADD COLUMN a int") {
            $0.ownership = [.init(objects: "billing.*", allow: ["bob"], deny: [])]
        },
        Case("PL067", "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p (id), b int REFERENCES t)"),
        Case("PL067", "CREATE TABLE t (a int REFERENCES elsewhere (id))"),
        Case("PL067", "CREATE TABLE t (a int REFERENCES p (id)); ALTER TABLE p ADD COLUMN b int"),
        Case("PL090", "CREATE INDEX i ON a.t (a); CREATE INDEX i ON b.t (a)"),
        Case("PL090", "CREATE INDEX i ON t (a); DROP INDEX i; CREATE INDEX i ON u (a)"),
        Case("PL090", "CREATE TABLE IF NOT EXISTS t (a int); CREATE TABLE IF NOT EXISTS t (a int)"),
        Case(
            "PL090", "CREATE TABLE t (a int); CREATE INDEX i ON t (a)",
            before: "CREATE TABLE t (a int); CREATE INDEX "
                + "i ON t (a)"),
        Case("PL090", "CREATE TABLE u (a int UNIQUE); ALTER TABLE u ADD CONSTRAINT c CHECK (a > 0)"),
        Case("PL090", "CREATE INDEX CONCURRENTLY i ON t (a); ALTER TABLE t ADD CONSTRAINT i UNIQUE USING INDEX i"),
        Case("PL090", "ALTER TABLE t RENAME TO old_t; CREATE TABLE t (a int)", before: "CREATE TABLE t (a int)"),
        Case("PL091", "CREATE TABLE USERS (ID int)"),
        Case("PL091", #"CREATE TABLE "UserAccounts" ("Id" int)"#),
        Case("PL091", "CREATE TABLE t (a int); -- see UserAccounts\nINSERT INTO t SELECT userId FROM UserAccounts"),
        Case("PL091", "SELECT pg_total_relation_size(format('%I.%I', schemaname, tablename)) FROM pg_tables"),
        Case("PL091", "SELECT schemaname || '.' || tablename FROM pg_tables"),
    ]
}
