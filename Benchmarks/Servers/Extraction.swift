import SchemaEngine
import PostgresClient
import Sandbox

extension Benchmark {
    /// One round trip for a hundred queries against a hundred round trips.
    static func pipeline(_ settings: ConnectionSettings) async throws {
        let connection = try await PostgresConnection.connect(settings)
        let queries = (0..<100).map { PostgresQuery("SELECT \($0)") }
        let together = try await median { _ = try await connection.pipeline(queries) }
        let apart = try await median { for query in 0..<100 { _ = try await connection.query("SELECT \(query)") } }
        await connection.close()
        report("100 queries in a pipeline", together, against: "one by one", apart)
    }

    /// A catalog of 1,500 tables as facts, against `pg_dump --schema-only` of the same.
    static func extraction(_ settings: ConnectionSettings, _ server: SandboxServer) async throws {
        let connection = try await PostgresConnection.connect(settings)
        try await connection.run(
            script: """
                DO $$ BEGIN FOR i IN 1..1500 LOOP
                    EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, a text NOT NULL DEFAULT %L, b int CHECK (b > 0),
                        c timestamptz DEFAULT now(), d jsonb)', i, 'x');
                    EXECUTE format('CREATE INDEX ON t%s (a)', i);
                END LOOP; END $$
                """)
        let facts = try await CatalogReader().read(connection).facts.count
        let read = try await median(5) { _ = try await CatalogReader().read(connection) }
        let dump = try await median(5) { _ = try await server.dump(database: "bench") }
        await connection.close()
        report("\(facts) facts of 1,500 tables", read, against: "pg_dump", dump)
    }
}
