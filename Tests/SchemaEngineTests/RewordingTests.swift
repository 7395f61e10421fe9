import PlumblineTesting
import PostgresClient
@testable import SchemaEngine
import SchemaModel
import Testing

/// Each schema is stored once as it is written, and once in the words in which PostgreSQL gives it back.
@Suite("Texts that PostgreSQL words by their history", .needsPostgres(15), .needsPostgres(18))
struct RewordingTests {
    /// The first column of a UNION's second part has no name here, and one after a dump and a restore.
    private static let unnamed = """
        CREATE VIEW names AS SELECT n.name FROM (SELECT 'a'::name AS name UNION ALL SELECT 'b') n(name);
        """
    private static let named = """
        CREATE VIEW names AS SELECT n.name FROM (SELECT 'a'::name AS name UNION ALL SELECT 'b'::name AS name) n(name);
        """
    /// A type that got a column after a policy had been made on a function that returns it.
    private static let earlier = """
        CREATE TYPE session AS (sub text);
        CREATE FUNCTION session() RETURNS session LANGUAGE sql STABLE AS 'SELECT NULL::session';
        CREATE TABLE t (owner text);
        CREATE POLICY p ON t USING (owner = (SELECT s.sub FROM session() s));
        ALTER TYPE session ADD ATTRIBUTE state text;
        """
    private static let later = """
        CREATE TYPE session AS (sub text, state text);
        CREATE FUNCTION session() RETURNS session LANGUAGE sql STABLE AS 'SELECT NULL::session';
        CREATE TABLE t (owner text);
        CREATE POLICY p ON t USING (owner = (SELECT s.sub FROM session() s));
        """

    @Test("two words for one expression are no difference", arguments: [(unnamed, named), (earlier, later)], [15, 18])
    func equal(schemas: (String, String), major: Int) async throws {
        try await Bench.with(major: major) { bench in
            try await bench.load(schemas.0, into: bench.a)
            try await bench.load(schemas.1, into: bench.b)
            let (from, to) = (try await bench.state(bench.a), try await bench.state(bench.b))
            #expect(from.fingerprint() != to.fingerprint(), "the server words both alike, and the test shows nothing")
            let settled = try await PostgresConnection.with(bench.b) { try await Rewording($0).settled(from, to) }
            #expect(settled.fingerprint() == to.fingerprint())
            // Nothing stays behind.
            #expect(try await bench.state(bench.b).fingerprint() == to.fingerprint())
        }
    }

    @Test("what the parser joins is no difference, and nothing is asked")
    func joined() async throws {
        try await Bench.with(major: 18) { bench in
            try await bench.load("CREATE TABLE t (a int, b int, CHECK (a BETWEEN 1 AND 20 AND b > 0))", into: bench.a)
            try await bench.load("CREATE TABLE t (a int, b int, CHECK (a >= 1 AND a <= 20 AND b > 0))", into: bench.b)
            #expect(try await bench.state(bench.a).fingerprint() == bench.state(bench.b).fingerprint())
        }
    }

    @Test("another expression stays a difference")
    func different() async throws {
        try await Bench.with(major: 18) { bench in
            try await bench.load("CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t WHERE b > 1;", into: bench.a)
            try await bench.load("CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t WHERE b > 2;", into: bench.b)
            let (from, to) = (try await bench.state(bench.a), try await bench.state(bench.b))
            let settled = try await PostgresConnection.with(bench.b) { try await Rewording($0).settled(from, to) }
            #expect(settled.fingerprint() == from.fingerprint() && from.fingerprint() != to.fingerprint())
        }
    }

    @Test("a database with event triggers is not asked")
    func eventTrigger() async throws {
        try await Bench.with(major: 18) { bench in
            let watch = """
                CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''seen''; END';
                CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION watch();
                """
            try await bench.load(Self.unnamed, into: bench.a)
            try await bench.load(Self.named + watch, into: bench.b)
            let (from, to) = (try await bench.state(bench.a), try await bench.state(bench.b))
            let settled = try await PostgresConnection.with(bench.b) { try await Rewording($0).settled(from, to) }
            #expect(settled.fingerprint() == from.fingerprint())
            try await bench.load("DROP EVENT TRIGGER watch", into: bench.b)
        }
    }
}
