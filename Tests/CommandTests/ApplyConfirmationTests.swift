import Foundation
import PostgresClient
import Sandbox
import Testing

@Suite("plumb apply with --check and --rollback-on-failure")
struct ApplyConfirmationTests {
    private static let first = "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, a int);"
    private static let second = "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, a int, b int);"

    /// A database at migration 0001 with one row, whose 0002 adds a column.
    private func withDatabase(
        check: String, _ body: (EmptyFolder, ConnectionSettings, _ command: String) async throws -> Void
    ) async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", "schema: schema\ndatabases: {shop: {}}\n")
            try folder.write("checks/shop/t.sql", check)
            let name = "confirmed_\(UUID().uuidString.prefix(8).lowercased())"
            let live = try await folder.server.createDatabase(name)
            let command = "PLUMBLINE_URL_SHOP='\(live.url)' $PLUMB"
            try folder.write("schema/a.sql", Self.first)
            let initial = try await folder.shell("\(command) generate initial && \(command) apply")
            #expect(initial.status == 0, "\(initial.all)")
            try await folder.server.execute("INSERT INTO app.t VALUES (1, 10)", in: name)
            try folder.write("schema/a.sql", Self.second)
            let generated = try await folder.shell("\(command) generate more")
            #expect(generated.status == 0, "\(generated.all)")
            try await body(folder, live, command)
            try await folder.server.dropDatabase(name)
        }
    }

    private static let columns =
        "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute "
        + "WHERE attrelid = 'app.t'::regclass AND attnum > 0 AND NOT attisdropped"

    @Test("a check that fails after the migration takes it back, with every row in place")
    func failingCheck() async throws {
        try await withDatabase(check: "-- title: Every row has b\nSELECT id FROM app.t WHERE b IS NULL;") {
            folder, live, command in
            let outcome = try await folder.shell(
                "\(command) apply --check checks/shop/t.sql --rollback-on-failure --allow-superuser")
            #expect(outcome.status == 2, "\(outcome.all)")
            #expect(outcome.errors.contains("the checks of --check did not pass"), "\(outcome.all)")
            #expect(outcome.errors.contains("Every row has b"), "\(outcome.all)")
            #expect(outcome.errors.contains("The migrations of this run were undone: 0002_more."), "\(outcome.all)")
            let columns = try await folder.psql(live, "-c", Self.columns, "-c", "SELECT * FROM app.t")
            #expect(columns.output == "id,a\n1|10\n", "\(columns.all)")
            let status = try await folder.shell("\(command) status")
            #expect(status.output.contains("0002_more  pending"), "\(status.all)")
        }
    }

    @Test("a check that passes leaves the migration, and the next run checks nothing")
    func passingCheck() async throws {
        try await withDatabase(check: "-- title: No row is 11\nSELECT id FROM app.t WHERE a = 11;") { folder, live, command in
            let arguments = "apply --check checks/shop/t.sql --rollback-on-failure --allow-superuser"
            let outcome = try await folder.shell("\(command) \(arguments)")
            #expect(outcome.status == 0 && outcome.output.contains("shop: applied 0002_more"), "\(outcome.all)")
            let again = try await folder.shell("\(command) \(arguments)")
            #expect(again.status == 0 && again.output == "shop: nothing to apply\n", "\(again.all)")
        }
    }

    @Test("a superuser, and a name that no check has, are refused before anything is applied")
    func refused() async throws {
        try await withDatabase(check: "-- title: No row is 11\nSELECT id FROM app.t WHERE a = 11;") { folder, live, command in
            let superuser = try await folder.shell("\(command) apply --check checks/shop/t.sql")
            #expect(superuser.status == 2 && superuser.errors.contains("Nothing was changed."), "\(superuser.all)")
            let unknown = try await folder.shell("\(command) apply --check nothing --allow-superuser")
            #expect(unknown.status == 2 && unknown.errors.contains("no check is called `nothing`"), "\(unknown.all)")
            let columns = try await folder.psql(live, "-c", Self.columns)
            #expect(columns.output == "id,a\n", "\(columns.all)")
        }
    }

    @Test("a section that the server refuses half-way takes back the sections before it")
    func refusedSection() async throws {
        try await withDatabase(check: "-- title: No row is 11\nSELECT id FROM app.t WHERE a = 11;") { folder, live, command in
            try folder.write("schema/a.sql", Self.second + "CREATE INDEX t_a ON app.t (a);")
            let generated = try await folder.shell("\(command) generate index")
            #expect(generated.status == 0, "\(generated.all)")
            try await folder.server.execute(
                """
                CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql
                    AS $$BEGIN RAISE EXCEPTION 'no index today'; END$$;
                CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION public.refuse();
                """, in: live.database ?? "")
            let outcome = try await folder.shell("\(command) apply --rollback-on-failure")
            #expect(outcome.status == 2, "\(outcome.all)")
            #expect(outcome.errors.contains("The migrations of this run were undone: 0003_index, 0002_more."), "\(outcome.all)")
            let columns = try await folder.psql(live, "-c", Self.columns, "-c", "SELECT * FROM app.t")
            #expect(columns.output == "id,a\n1|10\n", "\(columns.all)")
        }
    }
}
