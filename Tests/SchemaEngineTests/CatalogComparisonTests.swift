import PlumblineTesting
import PostgresClient
import SchemaEngine
import SchemaModel
import Testing

@Suite("Two live databases are compared without being read", .needsPostgres(15), .needsPostgres(17), .needsPostgres(18))
struct CatalogComparisonTests {
    private static let schema = """
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('good', 'bad');
        CREATE TABLE app.person (id int PRIMARY KEY, email text, name varchar(20) NOT NULL, mood app.mood,
            UNIQUE (email) INCLUDE (name), CHECK (name <> ''));
        CREATE TABLE app.friend (a int REFERENCES app.person, b int, CONSTRAINT friend_b FOREIGN KEY (b) REFERENCES app.person (id));
        CREATE INDEX by_name ON app.person (name, email);
        CREATE INDEX by_lower ON app.person (lower(name)) WHERE id > 0;
        CREATE VIEW app.names AS SELECT name FROM app.person;
        CREATE FUNCTION app.f(a int, m app.mood DEFAULT 'good', OUT c text) LANGUAGE sql AS 'SELECT ''x''';
        COMMENT ON INDEX app.by_name IS 'by name';
        """

    /// The same schema with other oids, and with other numbers for its columns.
    private static let sameSchema = """
        CREATE TABLE other (id int); DROP TABLE other;
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('good', 'bad');
        CREATE TABLE app.friend (gone int, b int, a int);
        ALTER TABLE app.friend DROP gone;
        CREATE TABLE app.person (mood app.mood, name varchar(20) NOT NULL, gone int, email text, id int PRIMARY KEY,
            UNIQUE (email) INCLUDE (name), CHECK (name <> ''));
        ALTER TABLE app.person DROP gone;
        ALTER TABLE app.friend ADD FOREIGN KEY (a) REFERENCES app.person,
            ADD CONSTRAINT friend_b FOREIGN KEY (b) REFERENCES app.person (id);
        CREATE INDEX by_lower ON app.person (lower(name)) WHERE id > 0;
        CREATE INDEX by_name ON app.person (name, email);
        CREATE VIEW app.names AS SELECT name FROM app.person;
        CREATE FUNCTION app.f(a int, m app.mood DEFAULT 'good', OUT c text) LANGUAGE sql AS 'SELECT ''x''';
        -- Given and taken back: a list of privileges that says what having none says.
        GRANT EXECUTE ON FUNCTION app.f TO PUBLIC;
        COMMENT ON INDEX app.by_name IS 'by name';
        """

    /// Changes that a number or an oid alone would not show.
    private static let changes = [
        "DROP INDEX app.by_name; CREATE INDEX by_name ON app.person (email, name); COMMENT ON INDEX app.by_name IS 'by name'",
        "DROP INDEX app.by_name; CREATE INDEX by_name ON app.person (name DESC, email); COMMENT ON INDEX app.by_name IS 'by name'",
        "DROP INDEX app.by_name; CREATE INDEX by_name ON app.person (name text_pattern_ops, email); COMMENT ON INDEX app.by_name IS 'by name'",
        """
        DROP INDEX app.by_name; CREATE INDEX by_name ON app.person (name COLLATE "C", email); COMMENT ON INDEX app.by_name IS 'by name'
        """,
        "DROP INDEX app.by_name; CREATE INDEX by_name ON app.person (name) INCLUDE (email); COMMENT ON INDEX app.by_name IS 'by name'",
        "ALTER INDEX app.by_name SET (fillfactor = 50)", "COMMENT ON INDEX app.by_name IS 'by e-mail'",
        "DROP INDEX app.by_lower; CREATE INDEX by_lower ON app.person (lower(name)) WHERE id > 1",
        "ALTER TABLE app.friend DROP CONSTRAINT friend_b, ADD CONSTRAINT friend_b FOREIGN KEY (a) REFERENCES app.person (id)",
        "ALTER TABLE app.friend DROP CONSTRAINT friend_b, ADD CONSTRAINT friend_b FOREIGN KEY (b) REFERENCES app.person (id) ON DELETE CASCADE",
        """
        ALTER TABLE app.friend DROP CONSTRAINT friend_b;
        ALTER TABLE app.friend ADD CONSTRAINT friend_b FOREIGN KEY (b) REFERENCES app.person (id) ON DELETE SET NULL (b)
        """,
        "ALTER TABLE app.friend ALTER CONSTRAINT friend_b DEFERRABLE",
        "CREATE TABLE app.other (LIKE app.person INCLUDING ALL)",
        "ALTER TABLE app.person DROP CONSTRAINT person_email_name_key, ADD CONSTRAINT person_email_name_key UNIQUE (email, name)",
        "ALTER TABLE app.person DROP CONSTRAINT person_name_check, ADD CONSTRAINT person_name_check CHECK (name <> ' ')",
        "ALTER TABLE app.person ALTER email TYPE varchar", "ALTER TABLE app.person ALTER email TYPE varchar(20)",
        "ALTER TABLE app.person ALTER mood TYPE text", "ALTER TABLE app.person ALTER id SET STATISTICS 7",
        "DROP FUNCTION app.f; CREATE FUNCTION app.f(a int, m app.mood DEFAULT 'bad', OUT c text) LANGUAGE sql AS 'SELECT ''x'''",
        "DROP FUNCTION app.f; CREATE FUNCTION app.f(b int, m app.mood DEFAULT 'good', OUT c text) LANGUAGE sql AS 'SELECT ''x'''",
        "DROP FUNCTION app.f; CREATE FUNCTION app.f(a text, m app.mood DEFAULT 'good', OUT c text) LANGUAGE sql AS 'SELECT ''x'''",
        "REVOKE EXECUTE ON FUNCTION app.f FROM PUBLIC", "GRANT SELECT ON app.person TO PUBLIC",
        "GRANT SELECT (id) ON app.person TO PUBLIC",
    ]

    @Test("equal whatever the oids, the numbers of columns and the spelling of privileges", arguments: [15, 17, 18])
    func equal(major: Int) async throws {
        try await Bench.with(major: major) { bench in
            try await bench.load(Self.schema, into: bench.a)
            try await bench.load(Self.sameSchema, into: bench.b)
            let (one, other) = (try await comparison(bench.a), try await comparison(bench.b))
            #expect(one.isEqual(to: other))
            #expect(try await bench.state(bench.a).fingerprint() == bench.state(bench.b).fingerprint())
        }
    }

    @Test("one change makes them different", arguments: [15, 18])
    func different(major: Int) async throws {
        try await Bench.with(major: major) { bench in
            try await bench.load(Self.schema, into: bench.a)
            let before = try await comparison(bench.a)
            for change in Self.changes {
                let after = try await PostgresConnection.with(bench.a) { connection in
                    try await connection.run(script: "BEGIN; \(change)")
                    return try await CatalogReader().comparison(connection, ignoring: [.owner])
                }
                #expect(!after.isEqual(to: before), "\(change)")
            }
            #expect(try await comparison(bench.a).isEqual(to: before))
        }
    }

    /// If other sessions write WAL, the reader looks for changed rows in the catalogs. An uncommitted change does not count, so the reader
    /// compares hashes of the catalogs. A parallel plan returns rows in no order, so the hashes must not depend on it.
    @Test("a busy server whose plans are parallel, and a catalog row whose change is not committed")
    func busy() async throws {
        try await Bench.with(major: 17) { bench in
            try await bench.load(Self.schema, into: bench.a)
            try await bench.load(
                """
                DO $$ DECLARE setting text; BEGIN
                    FOREACH setting IN ARRAY ARRAY['parallel_setup_cost = 0', 'parallel_tuple_cost = 0', 'min_parallel_table_scan_size = 0',
                        'max_parallel_workers_per_gather = 4'] LOOP
                        EXECUTE format('ALTER DATABASE %I SET %s', current_database(), setting);
                    END LOOP; END $$
                """, into: bench.a)
            try await bench.load("CREATE TABLE busy (n int)", into: bench.b)
            let writer = Task {
                try await PostgresConnection.with(bench.b) { connection in
                    while !Task.isCancelled { try await connection.query("INSERT INTO busy VALUES (1)") }
                }
            }
            let before = try await comparison(bench.a)
            #expect(try await comparison(bench.a).isEqual(to: before))
            try await bench.load("CREATE FUNCTION public.busy() RETURNS int LANGUAGE sql AS 'SELECT 1'", into: bench.a)
            let committed = try await comparison(bench.a)
            try await PostgresConnection.with(bench.a) { connection in
                try await connection.run(script: "BEGIN; ALTER FUNCTION public.busy() COST 7")
                #expect(try await comparison(bench.a).isEqual(to: committed))
                try await connection.run(script: "COMMIT")
            }
            #expect(try await !comparison(bench.a).isEqual(to: committed))
            writer.cancel()
            _ = await writer.result
        }
    }

    @Test("a session reads its catalog again with the same statements, also after a script deallocated them")
    func deallocated() async throws {
        try await Bench.with(major: 17) { bench in
            try await bench.load(Self.schema, into: bench.a)
            try await PostgresConnection.with(bench.a) { connection in
                let before = try await CatalogReader().read(connection)
                #expect(try await CatalogReader().read(connection).fingerprint() == before.fingerprint())
                let names = try await connection.query("SELECT count(DISTINCT statement) = count(*) FROM pg_prepared_statements")
                #expect(names.first?.text(0) == "t")
                try await connection.run(script: "DEALLOCATE ALL; COMMENT ON TABLE app.person IS 'changed'")
                let after = try await CatalogReader().read(connection)
                #expect(after.fingerprint() != before.fingerprint())
            }
        }
    }

    private func comparison(_ settings: ConnectionSettings) async throws -> CatalogComparison {
        try await PostgresConnection.with(settings) { try await CatalogReader().comparison($0, ignoring: [.owner]) }
    }
}
