import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaEngine
import SchemaModel
import Testing

@Suite("A history of names fits every database")
struct RenameHistoryTests {
    private static let table = ObjectID.table("app", "t")

    private static func schema(_ column: String) -> String {
        "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, \(column) text);"
    }

    private func declared(_ column: String, from names: [String], _ shop: Workshop) async throws -> DeclaredDatabase {
        var database = try await shop.declared(Self.schema(column))
        database.renames = names.map { .column($0, column, of: Self.table) }
        return database
    }

    @Test("a chain of two renames ends in one name, whichever a database has", .needsPostgres(17), arguments: ["a", "b", "c"])
    func chain(stage: String) async throws {
        try await Workshop.with { shop in
            let first = try await declared("a", from: [], shop)
            try await shop.generate(first, "initial")
            let second = try await declared("b", from: ["a"], shop)
            try await shop.generate(second, "second")
            let third = try await declared("c", from: ["a", "b"], shop)
            try await shop.generate(third, "third")
            // Whoever renamed it did so without a migration.
            try await shop.execute(Self.schema(stage) + "INSERT INTO app.t VALUES (1, 'kept')")
            try await shop.withLive(third) { live, _ in
                let comparison = try await live.compare()
                #expect(comparison.renames.map(\.description) == (stage == "c" ? [] : ["column app.t.\(stage) to c"]))
                #expect(comparison.drift == [])
                let statements = try live.plan(comparison).steps.flatMap(\.statements)
                #expect(statements == (stage == "c" ? [] : ["ALTER TABLE app.t RENAME COLUMN \(stage) TO c"]))
            }
            #expect(try await shop.value("SELECT \(stage) FROM app.t") == "kept")
        }
    }

    @Test("all migrations of a chain lead a database with rows to the last name, and back", .needsPostgres(17))
    func chainOfMigrations() async throws {
        try await Workshop.with { shop in
            let first = try await declared("a", from: [], shop)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.t VALUES (1, 'kept')")
            try await shop.generate(try await declared("b", from: ["a"], shop), "second")
            let third = try await declared("c", from: ["a", "b"], shop)
            try await shop.generate(third, "third")
            try await shop.withLive(third) { live, _ in
                #expect(try await live.apply().count == 2)
                #expect(try await shop.value("SELECT c FROM app.t") == "kept")
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1))
            }
            #expect(try await shop.value("SELECT a FROM app.t") == "kept")
        }
    }

    @Test("a new project has the last name from the beginning", .needsPostgres(17))
    func fresh() async throws {
        try await Workshop.with { shop in
            let made = try await shop.generate(try await declared("c", from: ["a", "b"], shop), "initial")
            #expect(made?.forward.renames == [])
            #expect(try await shop.generate(try await declared("c", from: ["a", "b"], shop), "again") == nil)
        }
    }

    @Test("a schema that is renamed takes everything along", .needsPostgres(17))
    func schema() async throws {
        try await Workshop.with { shop in
            let body = """
                CREATE TABLE x.t (id serial PRIMARY KEY, note text); CREATE VIEW x.v AS SELECT note FROM x.t;
                CREATE FUNCTION x.f() RETURNS text LANGUAGE sql AS 'SELECT max(note) FROM x.t';
                """
            func declared(_ name: String) async throws -> DeclaredDatabase {
                var database = try await shop.declared("CREATE SCHEMA \(name); " + body.replacing("x.", with: "\(name)."))
                database.scope = Scope(schemas: [name])
                return database
            }
            let first = try await declared("app")
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.t (note) VALUES ('kept')")
            var second = try await declared("shop")
            second.renames = [Rename(from: .object(.schema("app")), to: .object(.schema("shop")))]
            try await shop.withLive(second) { live, _ in
                let comparison = try await live.compare()
                #expect(comparison.renames.map(\.description) == ["schema app to shop"])
                #expect(comparison.drift.map(\.id) == [.function("shop", "f", "")])
            }
            try await shop.generate(second, "rename")
            try await shop.withLive(second) { live, _ in
                _ = try await live.apply()
                #expect(try await live.compare().differences == [])
                #expect(try await shop.value("SELECT shop.f()") == "kept")
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1))
            }
            #expect(try await shop.value("SELECT app.f()") == "kept")
        }
    }

    @Test("an old name beside its new one is an error that says what to do", .needsPostgres(17))
    func bothExist() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared("CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, a text, b text);")
            try await shop.generate(first, "initial")
            let second = try await declared("b", from: ["a"], shop)
            let error = await #expect(throws: RenameError.self) { try await shop.generate(second, "rename") }
            #expect(error?.description.hasPrefix("column app.t.a cannot become column app.t.b: both exist.") == true)
            #expect(try shop.project(first).directory("app").pairs().count == 1)
        }
    }
}

@Suite("What may be renamed is asked about")
struct RenameQuestionTests {
    private static let old = "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, note text, n int);"
    private static let new = "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, remark text, n int);"

    private func generate(_ shop: Workshop, _ choices: RenameChoices) async throws -> MigrationGenerator.Generated? {
        try await shop.generate(try await shop.declared(Self.old), "initial")
        let second = try await shop.declared(Self.new)
        return try await MigrationGenerator(shop.project(second), second, host: shop.host).generate("change", renames: choices)
    }

    @Test("without an answer, nothing is written", .needsPostgres(17))
    func refused() async throws {
        try await Workshop.with { shop in
            let error = await #expect(throws: UndecidedRenames.self) { try await generate(shop, RenameChoices()) }
            #expect(
                error?.description == """
                    an object would be dropped and a similar one added; nothing was written. Was it renamed?
                      column app.t.note would be dropped; added: column app.t.remark
                          renamed: --rename app.t.note:app.t.remark
                          dropped: --drop app.t.note
                    Give one of these options, or declare the earlier name: `.renamed(from:)` in Swift, `-- plumb:renamed` in SQL.
                    """)
            #expect(!FileManager.default.fileExists(atPath: shop.path("migrations", "0002_change").path))
        }
    }

    @Test("an answer renames, drops, or is refused when it fits nothing", .needsPostgres(17))
    func answers() async throws {
        try await Workshop.with { shop in
            let made = try await generate(
                shop, RenameChoices(renames: [RenameRequest("app.t.note:app.t.remark")].compactMap { $0 }))
            #expect(made?.forward.renames.map(\.description) == ["column app.t.note to remark"])
        }
        try await Workshop.with { shop in
            let made = try await generate(shop, RenameChoices(drops: ["column app.t.note"]))
            #expect(made?.forward.renames == [])
            #expect(made?.forward.steps.contains { $0.verb == .drop && $0.object.name == "note" } == true)
        }
        try await Workshop.with { shop in
            let made = try await generate(shop, RenameChoices(undecided: .ask { .rename(to: $0.new[0]) }))
            #expect(made?.forward.renames.map(\.description) == ["column app.t.note to remark"])
        }
        try await Workshop.with { shop in
            let error = await #expect(throws: RenameError.self) { try await generate(shop, RenameChoices(drops: ["app.t.nota"])) }
            #expect(error?.description == "`--drop app.t.nota` names nothing that goes. Gone: column app.t.note.")
        }
        try await Workshop.with { shop in
            let request = try #require(RenameRequest("app.t.note:app.t.n"))
            let error = await #expect(throws: RenameError.self) { try await generate(shop, RenameChoices(renames: [request])) }
            #expect(error?.description.contains("cannot become column app.t.n: both exist") == true)
        }
    }
}
