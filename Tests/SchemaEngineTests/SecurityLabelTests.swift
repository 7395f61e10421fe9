import PlumblineTesting
@testable import SchemaEngine
import SchemaModel
import Testing

/// No provider of labels comes with PostgreSQL's packages, so that the rows are written into the catalog, and the statements are only
/// parsed by the server: it refuses them for the provider, after it has read them.
@Suite("Security labels on every kind that takes one", .needsPostgres(15), .needsPostgres(17), .needsPostgres(18))
struct SecurityLabelTests {
    static let objects = """
        CREATE SCHEMA app;
        CREATE TABLE app.t (a int, b text);
        CREATE VIEW app.v AS SELECT 1 AS a;
        CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS a;
        CREATE SEQUENCE app.s;
        CREATE TYPE app.c AS (x int);
        CREATE TYPE app.e AS ENUM ('one');
        CREATE TYPE app.r AS RANGE (subtype = int4);
        CREATE DOMAIN app.d AS int;
        CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE app.total(int) (sfunc = int4pl, stype = int4);
        CREATE FUNCTION app.on_event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION app.on_event();
        ALTER EVENT TRIGGER watch DISABLE;
        CREATE TRUSTED LANGUAGE own HANDLER plpgsql_call_handler;
        CREATE PUBLICATION published;
        CREATE FOREIGN DATA WRAPPER w;
        CREATE SERVER srv FOREIGN DATA WRAPPER w;
        CREATE FOREIGN TABLE app.ft (a int) SERVER srv;
        CREATE SUBSCRIPTION subscribed CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false);
        """

    /// Each object as SECURITY LABEL names it, and its row: the catalog, an expression of its oid, the number of the column.
    static let labeled: [(reference: String, catalog: String, oid: String, column: Int)] = [
        ("AGGREGATE app.total(integer)", "pg_proc", "'app.total(int)'::regprocedure", 0),
        ("COLUMN app.t.b", "pg_class", "'app.t'::regclass", 2),
        ("DOMAIN app.d", "pg_type", "'app.d'::regtype", 0),
        ("EVENT TRIGGER watch", "pg_event_trigger", "(SELECT oid FROM pg_event_trigger WHERE evtname = 'watch')", 0),
        ("FOREIGN TABLE app.ft", "pg_class", "'app.ft'::regclass", 0),
        ("FUNCTION app.f(integer)", "pg_proc", "'app.f(int)'::regprocedure", 0),
        ("LANGUAGE own", "pg_language", "(SELECT oid FROM pg_language WHERE lanname = 'own')", 0),
        ("MATERIALIZED VIEW app.m", "pg_class", "'app.m'::regclass", 0),
        ("PROCEDURE app.p()", "pg_proc", "'app.p()'::regprocedure", 0),
        ("PUBLICATION published", "pg_publication", "(SELECT oid FROM pg_publication WHERE pubname = 'published')", 0),
        ("SCHEMA app", "pg_namespace", "'app'::regnamespace", 0),
        ("SEQUENCE app.s", "pg_class", "'app.s'::regclass", 0),
        ("TABLE app.t", "pg_class", "'app.t'::regclass", 0),
        ("TYPE app.c", "pg_type", "'app.c'::regtype", 0),
        ("TYPE app.e", "pg_type", "'app.e'::regtype", 0),
        ("TYPE app.r", "pg_type", "'app.r'::regtype", 0),
        ("VIEW app.v", "pg_class", "'app.v'::regclass", 0),
    ]

    private static let rows =
        labeled.map { object in
            """
            INSERT INTO pg_catalog.pg_seclabel (objoid, classoid, objsubid, provider, label)
            VALUES (\(object.oid), 'pg_catalog.\(object.catalog)'::regclass, \(object.column), 'dummy', 'it''s secret');
            """
        }.joined(separator: "\n") + """

            INSERT INTO pg_catalog.pg_shseclabel (objoid, classoid, provider, label)
            SELECT oid, 'pg_catalog.pg_subscription'::regclass, 'dummy', 'it''s secret' FROM pg_subscription
            WHERE subname = 'subscribed' AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
            """

    private static let cleanUp = """
        DELETE FROM pg_catalog.pg_shseclabel l USING pg_subscription s, pg_database d WHERE l.objoid = s.oid AND s.subdbid = d.oid
            AND l.classoid = 'pg_catalog.pg_subscription'::regclass AND d.datname = current_database();
        ALTER SUBSCRIPTION subscribed SET (slot_name = NONE);
        DROP SUBSCRIPTION subscribed;
        """

    @Test("each is read, set and removed", arguments: [15, 17, 18])
    func everyKind(major: Int) async throws {
        try await Bench.with(major: major) { bench in
            try await bench.psql(Self.objects, bench.a)
            do {
                let plain = try await bench.state(bench.a)
                try await bench.psql(Self.rows, bench.a)
                let labeled = try await bench.state(bench.a)

                let references = (Self.labeled.map(\.reference) + ["SUBSCRIPTION subscribed"]).sorted()
                let set = try Plan(from: plain, to: labeled).steps.flatMap(\.statements).sorted()
                #expect(set == references.map { "SECURITY LABEL FOR dummy ON \($0) IS 'it''s secret'" })
                let removed = try Plan(from: labeled, to: plain).steps.flatMap(\.statements).sorted()
                #expect(removed == references.map { "SECURITY LABEL FOR dummy ON \($0) IS NULL" })
                for statement in set {
                    let failure = await #expect(throws: PsqlFailure.self) { try await bench.psql(statement + ";", bench.a) }
                    #expect(failure?.message.contains("security label provider \"dummy\" is not loaded") == true, "\(statement)")
                }
            } catch {
                try await bench.psql(Self.cleanUp, bench.a)
                throw error
            }
            try await bench.psql(Self.cleanUp, bench.a)
        }
    }
}
