import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaEngine
import SchemaModel
import Testing

@Suite("Renames keep every value, forward and back")
struct RenameTests {
    // The oldest server and the newest, which names its NOT NULL constraints; what is of no version is tried on one of them.
    @Test("on PostgreSQL 15", .needsPostgres(15), arguments: RenameCase.columns)
    func on15(_ rename: RenameCase) async throws { try await check(rename, major: 15) }

    @Test("on PostgreSQL 18", .needsPostgres(18), arguments: RenameCase.all)
    func on18(_ rename: RenameCase) async throws { try await check(rename, major: 18) }

    private func check(_ rename: RenameCase, major: Int) async throws {
        try await Workshop.with(major: major) { shop in
            let first = try await shop.declared(rename.old)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute(rename.rows)
            let before = try await shop.value(rename.before)

            var second = try await shop.declared(rename.new)
            second.renames = rename.renames
            let choices = RenameChoices(renames: rename.requests.compactMap(RenameRequest.init), undecided: .ignore)
            let made = try await MigrationGenerator(shop.project(second), second, host: shop.host).generate(
                "rename", renames: choices)
            #expect(made?.forward.renames.isEmpty == false)
            let text = try String(contentsOf: shop.path("migrations", "0002_rename"), encoding: .utf8)
            for part in rename.holds { #expect(text.contains(part), "\(text)") }
            let lost =
                made?.forward.steps.filter { $0.verb == .drop && [.table, .column, .sequence].contains($0.object.kind) } ?? []
            #expect(lost.map(\.object.name) == rename.goes)

            try await shop.withLive(second) { live, _ in
                _ = try await live.apply()
                #expect(try await live.compare().differences == [])
                #expect(try await live.apply().isEmpty)
            }
            #expect(try await shop.value(rename.after) == before)
            #expect(try await MigrationGenerator(shop.project(second), second, host: shop.host).pending() == [])

            try await shop.withLive(second) { live, _ in
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1))
                _ = try await live.apply()
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1))
            }
            #expect(try await shop.value(rename.before) == before)
        }
    }

    @Test("a table and its type move to a schema that is new, and back, where the schema goes again")
    func newSchema() async throws {
        try await Workshop.with { shop in
            func database(_ sql: String, _ renames: [Rename] = []) async throws -> DeclaredDatabase {
                DeclaredDatabase(
                    name: "app", scope: Scope(schemas: ["app", "place"]), facts: try await shop.declared(sql).facts,
                    renames: renames)
            }
            let objects = "CREATE TYPE app.mood AS ENUM ('sad'); CREATE TABLE app.t (id int PRIMARY KEY, mood app.mood);"
            let first = try await database("CREATE SCHEMA app; " + objects)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.t SELECT i, 'sad' FROM generate_series(1, 10) i")

            let type = ObjectID(.enumType, schema: "app", "mood")
            let renames = [
                Rename(from: .object(type), to: .object(ObjectID(.enumType, schema: "place", "mood"))),
                Rename(from: .object(.table("app", "t")), to: .object(.table("place", "t"))),
            ]
            let second = try await database(
                "CREATE SCHEMA app; CREATE SCHEMA place; " + objects.replacing("app.", with: "place."), renames)
            try await shop.generate(second, "places")
            try await shop.withLive(second) { live, _ in
                _ = try await live.apply()
                #expect(try await shop.value("SELECT count(*) FROM place.t WHERE mood = 'sad'") == "10")
                #expect(try await live.compare().differences == [])
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
                #expect(try await shop.value("SELECT count(*) FROM app.t WHERE mood = 'sad'") == "10")
                #expect(try await shop.value("SELECT to_regnamespace('place')") == nil)
            }
        }
    }
}
