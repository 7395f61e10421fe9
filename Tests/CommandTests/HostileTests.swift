import SchemaEngine
import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaModel
import Testing

@Suite("Hostile names and strange objects")
struct HostileTests {
    /// Names, literals and a body that look like the marks of a migration file, end comments, and end strings.
    private static let schema = #"""
        CREATE SCHEMA app;
        CREATE TYPE app."en um""" AS ENUM ('a''b', 'c\d', E'new\nline', 'ü', '\endif', ':todo');
        CREATE TABLE app."we""ird
        name; DROP SCHEMA app; --" ("éééééééééééééééééééééééééééééééx" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            "co""l
        -- x" text NOT NULL DEFAULT E'a\\b''c\n\\endif\n-- plumb:next\n', "select" app."en um""" DEFAULT E'new\nline');
        CREATE INDEX "ix""
        ; --" ON app."we""ird
        name; DROP SCHEMA app; --" (lower("co""l
        -- x"));
        COMMENT ON TABLE app."we""ird
        name; DROP SCHEMA app; --" IS E'$$ $plumbline$ \\ \n\\endif\n-- plumb:step 9 x\n:''plumb_checksum''';
        CREATE FUNCTION app."f""n"("a""rg" text DEFAULT 'x\y') RETURNS text LANGUAGE plpgsql AS $body$
        BEGIN
        -- plumb:next
        -- plumb:m1:next
        /*
        \endif
        */
        RETURN 'a' || $$b$$ || $plumbline$c$plumbline$ || '\d' || ':todo';
        END $body$;
        CREATE VIEW app."v""iew
        x" AS SELECT "éééééééééééééééééééééééééééééééx" AS "as""x", E'x\n\\endif\n'::text AS u FROM app."we""ird
        name; DROP SCHEMA app; --";
        """#

    private func declared(_ bench: Bench) async throws -> DeclaredDatabase {
        let facts = try await bench.server.withScratch(.plain) { connection, settings in
            let base = try await CatalogReader().read(connection)
            try await bench.server.execute(Self.schema, in: settings.database)
            return try await CatalogReader().read(connection).facts.values.filter {
                base.facts[$0.id] == nil && $0.id.kind != .owner
            }
        }
        return DeclaredDatabase(name: "hostile", scope: Scope(schemas: ["app"]), facts: facts.sorted { $0.id < $1.id })
    }

    @Test("a migration of such names is proved, and psql runs it, twice, and back")
    func migration() async throws {
        try await Bench.with { bench in
            let declared = try await declared(bench)
            let project = MigrationProject(name: "hostile's", databases: [declared], root: bench.root)
            let made = try await MigrationGenerator(project, declared, host: bench.server).generate("initial")
            #expect(made?.label == "0001_initial")
            let file = bench.root.appending(components: "migrations", "hostile", "0001_initial.sql").path
            let back = bench.root.appending(components: "rollback", "hostile", "0001_initial.sql").path
            try await bench.execute("ALTER DATABASE \(bench.live.database ?? "") SET standard_conforming_strings = off")
            #expect(try await bench.psql("-f", file).status == 0)
            let again = try await bench.psql("-f", file)
            #expect(again.status == 0 && !again.output.contains("CREATE"))
            let connection = try await PostgresConnection.connect(bench.live)
            let live = LiveDatabase(project, declared, connection: connection, host: bench.server)
            #expect(try await live.compare().isClean)
            #expect(try await live.apply().isEmpty)
            await connection.close()
            #expect(try await bench.psql("-f", back).status == 0)
            #expect(try await bench.value("SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('app')") == "0")
        }
    }

    @Test("what is not modeled is named; a fresh database and a file without anything are the same")
    func unmodelled() async throws {
        try await Bench.with { bench in
            try Data("SELECT 1;".utf8).write(to: bench.root.appending(component: "nothing.sql"))
            let strange = """
                CREATE TABLE strange (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF strange FOR VALUES IN (1);
                UPDATE pg_catalog.pg_inherits SET inhdetachpending = true WHERE inhrelid = 'part'::regclass;
                """
            try Data(strange.utf8).write(to: bench.root.appending(component: "strange.sql"))
            let outcome = try await bench.plumb("diff", "--from", "nothing.sql", "--to", "strange.sql")
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("pending detachment of table public.part"), "\(outcome.errors)")
            #expect(!outcome.output.contains("DETACH"))

            let name = (bench.live.database ?? "") + "_empty"
            let empty = try await bench.server.createDatabase(name, preludes: [])
            for sources in [["--from", empty.url, "--to", "nothing.sql"], ["--from", "nothing.sql", "--to", empty.url]] {
                let same = try await bench.started(["diff"] + sources).outcome()
                #expect(same.status == 0 && same.output.isEmpty, "\(same.all)")
            }
            try await bench.server.dropDatabase(name)
        }
    }

    @Test("a live database that has more is not to be cleared of it by a declaration")
    func othersStay() async throws {
        try await Bench.with { bench in
            #expect(try await bench.plumb("apply", "chatwoot").status == 0)
            for sources in [
                ["--from", bench.live.url, "--to", "declared:chatwoot"], ["--from", "declared:chatwoot", "--to", bench.live.url],
            ] {
                let outcome = try await bench.started(["diff"] + sources).outcome()
                #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output.prefix(400))")
            }
        }
    }

    @Test("a schema that changes while it is read is read as it was at one moment, or not at all")
    func race() async throws {
        try await Bench.with { bench in
            let changer = Task {
                let connection = try await PostgresConnection.connect(bench.live)
                while !Task.isCancelled {
                    try await connection.run(
                        script:
                            "BEGIN; CREATE TABLE pair_a (x int); CREATE TABLE pair_b (x int); CREATE INDEX ON pair_a (x); COMMIT")
                    try await connection.run(script: "BEGIN; DROP TABLE pair_a; DROP TABLE pair_b; COMMIT")
                }
                await connection.close()
            }
            let connection = try await PostgresConnection.connect(bench.live)
            for _ in 0..<20 {
                do {
                    let facts = try await CatalogReader().read(connection).facts
                    let a = facts[.table("public", "pair_a")] != nil
                    #expect(a == (facts[.table("public", "pair_b")] != nil))
                    #expect(a == facts.keys.contains { $0.kind == .index && $0.name == "pair_a_x_idx" })
                } catch let error as CatalogError {
                    #expect(error == .changedWhileReading)
                }
            }
            changer.cancel()
            _ = await changer.result
            await connection.close()
        }
    }

    @Test("a name cannot steer the terminal that shows it")
    func terminal() async throws {
        try await Bench.with { bench in
            try await bench.execute(#"CREATE TABLE U&"red\001b[31m\202Eevil" (a int)"#)
            let status = try await bench.plumb("status", "chatwoot")
            #expect(status.all.contains("evil"), "\(status.all)")
            #expect(!status.all.contains("\u{1B}") && !status.all.contains("\u{202E}"))
        }
    }
}
