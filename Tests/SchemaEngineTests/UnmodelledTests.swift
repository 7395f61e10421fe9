import PlumblineTesting
@testable import SchemaEngine
import Testing

@Suite("What is not modeled is named with its schema", .needsPostgres(15), .needsPostgres(17), .needsPostgres(18))
struct UnmodelledTests {
    static let schema = """
        CREATE SCHEMA app;
        CREATE TABLE app.t (id int GENERATED ALWAYS AS IDENTITY, day date) PARTITION BY RANGE (day);
        CREATE TABLE app.t_1 PARTITION OF app.t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        """
    /// DETACH CONCURRENTLY leaves such a row when it is broken off between its two transactions.
    static let parts = """
        UPDATE pg_catalog.pg_inherits SET inhdetachpending = true WHERE inhrelid = 'app.t_1'::regclass;
        """

    @Test("a detachment that was broken off", arguments: [15, 17, 18])
    func named(major: Int) async throws {
        try await Bench.with(major: major) { bench in
            try await bench.psql(Self.schema, bench.a)
            #expect(try await bench.state(bench.a).unmodelled == [])
            try await bench.psql(Self.parts, bench.a)
            let found = try await bench.state(bench.a).unmodelled
            #expect(found.map(\.description) == ["pending detachment of table app.t_1"])
            #expect(found.map(\.schema) == ["app"])
        }
    }

    @Test("a foreign key whose triggers are disabled: it is valid in the catalog, and not enforced", arguments: [15, 18])
    func notEnforced(major: Int) async throws {
        try await Bench.with(major: major) { bench in
            try await bench.psql(
                "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY); CREATE TABLE app.u (t int REFERENCES app.t)", bench.a
            )
            #expect(try await bench.state(bench.a).unmodelled == [])
            try await bench.psql("ALTER TABLE app.u DISABLE TRIGGER ALL", bench.a)
            let found = try await bench.state(bench.a).unmodelled
            #expect(found.map(\.description) == ["disabled enforcement of constraint u_t_fkey on table app.u"])
            #expect(found.map(\.schema) == ["app"])
        }
    }
}
