import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("What bad input gets")
struct BadInputTests {
    private func edit(_ url: URL, _ change: (String) -> String) throws {
        try Data(change(try String(contentsOf: url, encoding: .utf8)).utf8).write(to: url)
    }

    @Test("an edited file is refused before and after it is applied, and nothing changes")
    func edited() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(Workshop.first)
            try await shop.generate(declared, "initial")
            let file = shop.path("migrations", "0001_initial")
            let original = try Data(contentsOf: file)
            try await shop.withLive(declared) { live, _ in
                try edit(file) {
                    $0.replacing("CREATE SCHEMA IF NOT EXISTS app;", with: "CREATE SCHEMA app; DROP SCHEMA public;")
                }
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.code == .edited)
                #expect(error?.message.contains("migrations/app/0001_initial.sql") == true)
                #expect(try await shop.value("SELECT to_regnamespace('plumbline')") == nil)

                try original.write(to: file)
                _ = try await live.apply()
                try await shop.execute("UPDATE plumbline.migration SET checksum = 'what it was then'")
                let later = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(later?.code == .edited)
            }
        }
    }

    @Test("a gap, a duplicate and a missing rollback are named")
    func numbering() async throws {
        try await Workshop.with { shop in
            try await shop.generate(try await shop.declared(Workshop.first), "initial")
            try await shop.generate(try await shop.declared(Workshop.second), "change")
            let directory = MigrationDirectory(root: shop.root, database: "app")
            #expect(try directory.pairs().count == 2)

            let back = shop.path("rollback", "0002_change")
            let kept = try Data(contentsOf: back)
            try FileManager.default.removeItem(at: back)
            #expect(throws: MigrationError.self) { try directory.pairs() }
            try kept.write(to: back)

            let first = shop.path("migrations", "0001_initial")
            let original = try Data(contentsOf: first)
            try FileManager.default.removeItem(at: first)
            let gap = #expect(throws: MigrationError.self) { try directory.pairs() }
            #expect(gap?.code == .numbering)
            try original.write(to: first)

            let copy = shop.path("migrations", "0001_initiale")
            try original.write(to: copy)
            try edit(copy) { $0.replacing("migration 0001_initial ", with: "migration 0001_initiale ") }
            let duplicate = #expect(throws: MigrationError.self) { try directory.pairs() }
            #expect(duplicate?.message.contains("plumb renumber") == true)
        }
    }

    @Test("a function with an error names its line of Swift, itself and the server's words")
    func brokenFunction() async throws {
        try await Workshop.with { shop in
            var declared = try await shop.declared("CREATE SCHEMA app; CREATE TABLE app.t (a int);")
            declared.facts.append(
                Fact(
                    .function("app", "f", ""),
                    [
                        .routine: "function", .language: "plpgsql", .arguments: "", .result: "integer",
                        .source: "BEGIN RETURN (SELECT b FROM app.t); END",
                    ], origin: SourceLocation(file: "Sources/App/F.swift", line: 7)))
            let error = await #expect(throws: MigrationError.self) { try await shop.generate(declared, "initial") }
            #expect(error?.code == .declaration)
            let text = error?.description ?? ""
            #expect(text.contains("Sources/App/F.swift:7") && text.contains("function app.f()") && text.contains("\"b\""))
            #expect(try MigrationDirectory(root: shop.root, database: "app").pairs().isEmpty)
        }
    }

    @Test("a second migrator is told that the first is at work")
    func busy() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(Workshop.first)
            try await shop.generate(declared, "initial")
            let other = try await PostgresConnection.connect(shop.live)
            _ = try await other.query("SELECT pg_advisory_lock(hashtextextended('plumbline:test', 0))")
            try await shop.withLive(declared) { live, _ in
                let error = await #expect(throws: MigrationError.self) { try await live.apply(MigrateOptions(wait: .zero)) }
                #expect(error?.description.contains("server process \(other.processID)") == true)
                #expect(error?.code == .busy)
            }
            await other.close()
        }
    }

    @Test("a folder without migrations is not taken for a database that has them all")
    func nothingThere() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(Workshop.first)
            try await shop.withLive(declared) { live, _ in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("plumb generate") == true)
            }
        }
    }

    @Test("a read-only database stays as it is")
    func readOnly() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(Workshop.first)
            try await shop.generate(declared, "initial")
            try await shop.execute("ALTER DATABASE \(shop.live.database ?? "") SET default_transaction_read_only = on")
            try await shop.withLive(declared) { live, _ in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(
                    error?.message.contains("default_transaction_read_only is on for this database") == true,
                    "\(error?.message ?? "")")
                #expect(error?.message.contains("RESET default_transaction_read_only") == true)
            }
            let options = "options=-c%20default_transaction_read_only%3Doff"
            let url = shop.live.url + (shop.live.url.contains("?") ? "&" : "?") + options
            let connection = try await PostgresConnection.connect(ConnectionSettings(url: url))
            let live = LiveDatabase(shop.project(declared), declared, connection: connection, host: shop.host)
            #expect(try await live.apply().map(\.label) == ["0001_initial"])
            await connection.close()
        }
    }

    @Test("a migration for a newer server, and the rollback to a number that does not exist, change nothing")
    func newer() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(Workshop.first)
            try await shop.generate(declared, "initial")
            try await shop.withLive(declared) { live, _ in
                let none = await #expect(throws: MigrationError.self) { try await live.plannedRollbacks(to: 1) }
                #expect(none?.message.contains("has no migrations") == true)
                try edit(shop.path("migrations", "0001_initial")) {
                    $0.replacing("-- plumb:postgres 17", with: "-- plumb:postgres 99")
                }
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(
                    error?.message.contains("was written and proved for PostgreSQL 99, and this server is PostgreSQL 17") == true)
                #expect(try await shop.value("SELECT to_regnamespace('app')") == nil)
                try edit(shop.path("migrations", "0001_initial")) {
                    $0.replacing("-- plumb:postgres 99", with: "-- plumb:postgres 15")
                }
                _ = try await live.apply()
                let missing = await #expect(throws: MigrationError.self) { try await live.plannedRollbacks(to: 99) }
                #expect(missing?.message.contains("its newest is 0001_initial") == true)
                #expect(try await live.plannedRollbacks(to: 1).isEmpty)
            }
        }
    }
}
