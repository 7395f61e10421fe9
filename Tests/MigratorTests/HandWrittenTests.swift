import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaEngine
import SchemaModel
import Testing

@Suite("Migrations that a person writes, edits, merges and takes back")
struct HandWrittenTests {
    private static let tables = """
        CREATE SCHEMA app; CREATE TABLE app.customer (id int PRIMARY KEY, name text);
        """

    private func edit(_ url: URL, _ change: (String) -> String) throws {
        let old = try String(contentsOf: url, encoding: .utf8)
        let new = change(old)
        try #require(old != new)
        try Data(new.utf8).write(to: url)
    }

    private func generator(_ shop: Workshop, _ database: DeclaredDatabase) -> MigrationGenerator {
        MigrationGenerator(shop.project(database), database, host: shop.host)
    }

    @Test("an empty pair is refused until it is filled in and proved, and then applied, run by psql and taken back")
    func backfill() async throws {
        try await Workshop.with { shop in
            let database = try await shop.declared(Self.tables)
            try await shop.generate(database, "initial")
            try await shop.withLive(database) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.customer VALUES (1, ' Ann '), (2, 'Bob')")

            #expect(try await generator(shop, database).generateEmpty("trim_names") == "0002_trim_names")
            let file = shop.path("migrations", "0002_trim_names")
            try await shop.withLive(database) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("0002_trim_names.sql: it has no statements yet.") == true)
            }
            await #expect(throws: MigrationError.self) { try await generator(shop, database).accept() }
            try edit(file) {
                $0.replacing(
                    "BEGIN;\n",
                    with: "BEGIN;\nCREATE TABLE app.old_name AS SELECT * FROM app.customer;\n"
                        + "UPDATE app.customer SET name = btrim(name); -- é; \\not a command\n")
            }
            try edit(shop.path("rollback", "0002_trim_names")) {
                $0.replacing(
                    "BEGIN;\n",
                    with: "BEGIN;\nUPDATE app.customer c SET name = o.name FROM app.old_name o WHERE o.id = c.id;\n"
                        + "DROP TABLE app.old_name;\n")
            }
            try await shop.withLive(database) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.code == .edited)
                #expect(error?.message.contains("plumb prove --accept") == true)
                #expect(try await generator(shop, database).accept().map(\.label) == ["0002_trim_names"])
                #expect(try await live.apply().map(\.label) == ["0002_trim_names"])
                #expect(try await shop.value("SELECT string_agg(name, ',' ORDER BY id) FROM app.customer") == "Ann,Bob")
                // Comments never change a checksum; statements do.
                try edit(file) { $0.replacing("BEGIN;\n", with: "-- plumb:ignore PL001 said why\nBEGIN;   -- begins\n") }
                #expect(try await live.apply().isEmpty)
                try edit(file) { $0.replacing("btrim(name)", with: "upper(name)") }
                await #expect(throws: MigrationError.self) { try await live.apply() }
                _ = try await generator(shop, database).accept()
                let applied = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(applied?.message.contains("was edited after it was applied") == true)
                // The way back is the copy that the database keeps.
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
                #expect(try await shop.value("SELECT string_agg(name, ',' ORDER BY id) FROM app.customer") == " Ann ,Bob")
            }
        }
    }

    @Test("a section that runs as a role of another team: the proof has the role, and says what it may not do")
    func role() async throws {
        try await Workshop.with { shop in
            let database = try await shop.declared(Self.tables)
            try await shop.generate(database, "initial")
            let role = "team_\(UUID().uuidString.prefix(8).lowercased())"
            _ = try await generator(shop, database).generateEmpty("table")
            try edit(shop.path("migrations", "0002_table")) {
                $0.replacing("BEGIN;\n", with: "BEGIN;\nSET LOCAL ROLE \(role);\nCREATE TABLE app.note (id int);\nRESET ROLE;\n")
            }
            try edit(shop.path("rollback", "0002_table")) { $0.replacing("BEGIN;\n", with: "BEGIN;\nDROP TABLE app.note;\n") }
            let error = await #expect(throws: MigrationError.self) { try await generator(shop, database).accept() }
            #expect(error?.message.contains("The statement runs as \(role) (SET ROLE)") == true, "\(error?.message ?? "")")
            try edit(shop.path("migrations", "0002_table")) {
                $0.replacing("SET LOCAL ROLE", with: "GRANT CREATE, USAGE ON SCHEMA app TO \(role);\nSET LOCAL ROLE")
            }
            try edit(shop.path("rollback", "0002_table")) {
                $0.replacing("DROP TABLE app.note;\n", with: "DROP TABLE app.note;\nREVOKE ALL ON SCHEMA app FROM \(role);\n")
            }
            #expect(try await generator(shop, database).accept().map(\.label) == ["0002_table"])
        }
    }

    @Test("a hand-written migration that does not lead back is not accepted")
    func notProved() async throws {
        try await Workshop.with { shop in
            let database = try await shop.declared(Self.tables)
            try await shop.generate(database, "initial")
            _ = try await generator(shop, database).generateEmpty("index")
            try edit(shop.path("migrations", "0002_index")) {
                $0.replacing("BEGIN;\n", with: "BEGIN;\nCREATE INDEX by_name ON app.customer (name);\n")
            }
            let error = await #expect(throws: MigrationError.self) { try await generator(shop, database).accept() }
            #expect(error?.code == .proof)
            #expect(error?.message.contains("index app.by_name") == true, "\(error?.message ?? "")")
        }
    }

    @Test("two branches with one number: each is named, and renumber or the kept copy puts it right")
    func branches() async throws {
        try await Workshop.with { shop in
            let base = try await shop.declared(Self.tables)
            try await shop.generate(base, "initial")
            let left = try await shop.declared(Self.tables + "CREATE VIEW app.names AS SELECT name FROM app.customer;")
            try await shop.generate(left, "names")
            try await shop.withLive(left) { (live, _) async throws in _ = try await live.apply() }
            // The other branch does not have 0002_names.
            let kept = try ["migrations", "rollback"].map { try Data(contentsOf: shop.path($0, "0002_names")) }
            for folder in ["migrations", "rollback"] { try FileManager.default.removeItem(at: shop.path(folder, "0002_names")) }
            _ = try await generator(shop, base).accept()
            let right = try await shop.declared(Self.tables + "CREATE TABLE app.place (id int PRIMARY KEY);")
            try await shop.generate(right, "places")
            try await shop.withLive(right) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("the database has 0002_names, and migrations/app has 0002_places") == true)
                #expect(error?.message.contains("plumb renumber 0002_places") == true)
                let states = try await live.status()
                #expect(states.map(\.label) == ["0001_initial", "0002_places", "0002_names"])
                // From the copy in the database, then the branch's own.
                let planned = try await live.plannedRollbacks(to: nil)
                #expect(planned.map(\.label) == ["0002_names"])
                #expect(planned.first?.note?.contains("the copy that the database keeps") == true)
                _ = try await live.rollBack(planned)
                #expect(try await live.apply().map(\.label) == ["0002_places"])
                _ = try await live.rollBack(live.plannedRollbacks(to: nil))
            }
            // Merged: both have number 2.
            for (folder, data) in zip(["migrations", "rollback"], kept) { try data.write(to: shop.path(folder, "0002_names")) }
            let both = try await shop.declared(
                Self.tables
                    + "CREATE VIEW app.names AS SELECT name FROM app.customer; CREATE TABLE app.place (id int PRIMARY KEY);")
            try await shop.withLive(both) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("plumb renumber 0002_") == true)
                #expect(try await generator(shop, both).renumber("0002_places") == "0003_places")
                // The declaration of the merge is what neither branch recorded.
                #expect(try live.isDeclarationAhead())
                #expect(try await generator(shop, both).recordDeclaration())
                #expect(try !live.isDeclarationAhead())
                #expect(try await live.apply().map(\.label) == ["0002_names", "0003_places"])
                #expect(try await live.compare().isClean)
                _ = try await live.rollBack(live.plannedRollbacks(to: 0))
                #expect(try await live.apply().count == 3)
            }
        }
    }

    @Test("a migration that was broken off is taken back from what it left, and nothing before it")
    func brokenOff() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Workshop.first)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute(Workshop.rows)
            let before = try await shop.value(Workshop.digest)
            let second = try await shop.declared(Workshop.second)
            try await shop.generate(second, "change")
            let blocker = try await PostgresConnection.connect(shop.live)
            try await blocker.run(script: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class")
            try await shop.withLive(second) { (live, _) async throws in
                let patience = MigrationRunner.Patience(concurrentAttempts: 1, concurrentWait: .milliseconds(200))
                await #expect(throws: MigrationError.self) { try await live.apply(MigrateOptions(patience: patience)) }
                await blocker.close()
                guard case .begun(let sections)? = try await live.status().last?.state else {
                    Issue.record("0002 is not named as broken off")
                    return
                }
                #expect(sections > 0)
                let planned = try await live.plannedRollbacks(to: nil)
                #expect(planned.map(\.label) == ["0002_change"])
                _ = try await live.rollBack(planned)
                #expect(try await live.status().map(\.state).last == .pending)
            }
            try await shop.withLive(first) { (live, _) async throws in #expect(try await live.compare().isClean) }
            #expect(try await shop.value(Workshop.digest) == before)
            try await shop.withLive(second) { (live, _) async throws in
                #expect(try await live.apply().count == 1)
                #expect(try await live.compare().isClean)
            }
        }
    }

    @Test("a baseline is a floor, also for what comes after it")
    func floor() async throws {
        try await Workshop.with { shop in
            let database = try await shop.declared(Self.tables)
            try await shop.generate(database, "initial")
            try await shop.execute(Self.tables + "INSERT INTO app.customer VALUES (1, 'Ann');")
            let later = try await shop.declared(Self.tables + "CREATE TABLE app.place (id int PRIMARY KEY);")
            try await shop.withLive(database) { (live, _) async throws in #expect(try await live.baseline() == ["0001_initial"]) }
            try await shop.generate(later, "places")
            try await shop.withLive(later) { (live, _) async throws in
                _ = try await live.apply()
                let error = await #expect(throws: MigrationError.self) { try await live.plannedRollbacks(to: 0) }
                #expect(error?.message.contains("0001_initial is a baseline") == true)
                _ = try await live.rollBack(live.plannedRollbacks(to: nil))
                await #expect(throws: MigrationError.self) { try await live.plannedRollbacks(to: nil) }
                #expect(try await shop.value("SELECT count(*) FROM app.customer") == "1")
                #expect(try await live.plannedRollbacks(to: nil, pastBaseline: true).map(\.label) == ["0001_initial"])
            }
        }
    }

    @Test("the first migration is written from a database that was there before, and what is declared otherwise comes next")
    func toMatch() async throws {
        try await Workshop.with { shop in
            try await shop.execute(
                Self.tables + "CREATE INDEX by_name ON app.customer (name); INSERT INTO app.customer VALUES (1, 'Ann');")
            let database = try await shop.declared(Self.tables.replacing("name text", with: "name text, age int"))
            try await shop.withLive(database) { (live, _) async throws in
                #expect(try await live.baselineToMatch().label == "0001_baseline")
                #expect(try await live.apply().isEmpty)
                let made = try await shop.generate(database, "age")
                #expect(made?.label == "0002_age")
                #expect(try await live.apply().map(\.label) == ["0002_age"])
                #expect(try await live.compare().isClean)
                #expect(try await shop.value("SELECT name FROM app.customer") == "Ann")
            }
        }
    }

    @Test("a database whose tables are in the schema public is adopted as well")
    func toMatchPublic() async throws {
        try await Workshop.with { shop in
            let tables = "CREATE TABLE public.customer (id int PRIMARY KEY, name text);"
            try await shop.execute(tables + "INSERT INTO public.customer VALUES (1, 'Ann');")
            // As a project of SQL files declares it: without the schema, which every database has from the start.
            let state = try await PostgresConnection.with(shop.live) { try await CatalogReader().read($0) }
            let facts = state.facts.values.filter { fact in
                fact.id.enclosingSchema == "public" && fact.id.root != .schema("public") && fact.id.kind != .owner
            }.sorted { $0.id < $1.id }
            let database = DeclaredDatabase(name: "app", scope: Scope(schemas: ["public"]), facts: facts)
            try await shop.withLive(database) { (live, _) async throws in
                #expect(try await live.baselineToMatch().label == "0001_baseline")
                #expect(try await live.apply().isEmpty)
                #expect(try await live.compare().isClean)
            }
            #expect(try await shop.generate(database, "again") == nil)
        }
    }

    @Test("a second database, which has only the first migration, is taken over with it and gets the rest")
    func baselineTo() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Self.tables)
            try await shop.generate(first, "initial")
            let second = try await shop.declared(Self.tables.replacing("name text", with: "name text, age int"))
            try await shop.generate(second, "age")
            try await shop.execute(Self.tables + "INSERT INTO app.customer VALUES (1, 'Ann'); CREATE TABLE app.stray (id int);")
            try await shop.withLive(second) { (live, _) async throws in
                let whole = await #expect(throws: MigrationError.self) { try await live.baseline() }
                #expect(whole?.message.contains("`plumb baseline --to NUMBER`") == true)
                let stray = await #expect(throws: MigrationError.self) { try await live.baseline(to: 1) }
                #expect(stray?.message.contains("not as 0001_initial leaves it") == true)
                #expect(stray?.message.contains("app.stray") == true)
                let none = await #expect(throws: MigrationError.self) { try await live.baseline(to: 3) }
                #expect(none?.message.contains("it has 0001_initial, 0002_age.") == true)
                try await shop.execute("DROP TABLE app.stray")
                #expect(try await live.baseline(to: 1) == ["0001_initial"])
                #expect(try await live.apply().map(\.label) == ["0002_age"])
                #expect(try await live.compare().isClean)
                #expect(try await shop.value("SELECT name FROM app.customer") == "Ann")
            }
        }
    }

    @Test("ten at once all succeed, and the migrations run once")
    func tenAtOnce() async throws {
        try await Workshop.with { shop in
            let database = try await shop.declared(Workshop.first)
            try await shop.generate(database, "initial")
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await shop.withLive(database) { (live, _) async throws in try await live.apply().count } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        }
    }

    @Test("a declaration that is ahead of the migrations is named")
    func ahead() async throws {
        try await Workshop.with { shop in
            let database = try await shop.declared(Self.tables)
            try await shop.generate(database, "initial")
            try await shop.withLive(database) { (live, _) async throws in #expect(try !live.isDeclarationAhead()) }
            let later = try await shop.declared(Self.tables + "CREATE TABLE app.place (id int PRIMARY KEY);")
            try await shop.withLive(later) { (live, _) async throws in
                _ = try await live.apply()
                #expect(try live.isDeclarationAhead())
            }
        }
    }

    @Test("a database that was changed by hand is refused with the differences")
    func drifted() async throws {
        try await Workshop.with { shop in
            let database = try await shop.declared(Self.tables)
            try await shop.generate(database, "initial")
            try await shop.withLive(database) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute("ALTER TABLE app.customer ADD COLUMN phone text")
            let later = try await shop.declared(Self.tables + "CREATE TABLE app.place (id int PRIMARY KEY);")
            try await shop.generate(later, "places")
            try await shop.withLive(later) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("column app.customer.phone: exists but is not declared") == true)
                #expect(try await shop.value("SELECT to_regclass('app.place')") == nil)
            }
        }
    }
}
