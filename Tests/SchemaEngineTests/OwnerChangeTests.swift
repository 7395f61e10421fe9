import PlumblineTesting
import SchemaEngine
import Testing

@Suite("Owners that are compared")
struct OwnerChangeTests {
    private static let old = """
        CREATE SCHEMA s; CREATE TABLE s.x (a serial, b int); CREATE SEQUENCE s.q; CREATE VIEW s.v AS SELECT a FROM s.x;
        CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE s.c AS (a int);
        ALTER TABLE s.x OWNER TO pg_monitor; ALTER VIEW s.v OWNER TO pg_read_all_data; GRANT SELECT ON s.x TO pg_read_all_data;
        GRANT SELECT ON s.v TO pg_monitor;
        """

    private static let new = """
        CREATE SCHEMA s; CREATE TABLE s.x (a serial, b int); CREATE SEQUENCE s.q OWNED BY s.x.b; CREATE VIEW s.v AS SELECT b FROM s.x;
        CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE s.c AS (a int); CREATE TABLE s.n (a serial);
        ALTER SCHEMA s OWNER TO pg_monitor; ALTER TABLE s.x OWNER TO pg_read_all_data; ALTER VIEW s.v OWNER TO pg_monitor;
        ALTER FUNCTION s.f() OWNER TO pg_monitor; ALTER TYPE s.c OWNER TO pg_monitor; ALTER TABLE s.n OWNER TO pg_monitor;
        GRANT UPDATE ON s.x TO pg_monitor; GRANT SELECT ON s.v TO pg_read_all_data; GRANT SELECT ON s.n TO CURRENT_USER;
        REVOKE DELETE ON s.n FROM pg_monitor;
        """

    @Test(.needsPostgres(15)) func postgres15() async throws { try await expectThereAndBack(major: 15) }
    @Test(.needsPostgres(17)) func postgres17() async throws { try await expectThereAndBack(major: 17) }
    @Test(.needsPostgres(18)) func postgres18() async throws { try await expectThereAndBack(major: 18) }

    /// Owners, and the privileges that follow them.
    private func expectThereAndBack(major: Int) async throws {
        try await Bench.with(major: major) { bench in
            func plan(_ from: CatalogState, _ to: CatalogState) throws -> String {
                try Plan(from: from, to: to, options: PlanOptions(ignoredKinds: [])).script
            }
            try await bench.load(Self.old, into: bench.a)
            try await bench.load(Self.new, into: bench.b)
            let start = try await bench.state(bench.a)
            let target = try await bench.state(bench.b)
            try await bench.psql(try plan(start, target), bench.a)
            #expect(try plan(try await bench.state(bench.a), target) == "")
            try await bench.psql(try plan(try await bench.state(bench.a), start), bench.a)
            #expect(try plan(try await bench.state(bench.a), start) == "")
        }
    }
}
