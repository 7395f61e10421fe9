import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("Migrations become one, and every database goes on")
struct SquashTests {
    private static let steps = [
        "CREATE SCHEMA app; CREATE TABLE app.customer (id int PRIMARY KEY, name text);",
        "CREATE SCHEMA app; CREATE TABLE app.customer (id int PRIMARY KEY, name text, mail text UNIQUE);",
        """
        CREATE SCHEMA app; CREATE TABLE app.customer (id int PRIMARY KEY, name text NOT NULL, mail text UNIQUE);
        CREATE VIEW app.names AS SELECT name FROM app.customer;
        """,
        """
        CREATE SCHEMA app; CREATE TABLE app.customer (id int PRIMARY KEY, name text NOT NULL, mail text UNIQUE, age int);
        CREATE VIEW app.names AS SELECT name FROM app.customer;
        """,
    ]

    private func generator(_ shop: Workshop, _ database: DeclaredDatabase) -> MigrationGenerator {
        MigrationGenerator(shop.project(database), database, host: shop.host)
    }

    /// Three migrations, the database with all of them, and the third declaration.
    private func three(_ shop: Workshop, applied count: Int) async throws -> DeclaredDatabase {
        var last = try await shop.declared(Self.steps[0])
        for (number, sql) in Self.steps.prefix(3).enumerated() {
            last = try await shop.declared(sql)
            try await shop.generate(last, "step_\(number + 1)")
            if number < count { try await shop.withLive(last) { (live, _) async throws in _ = try await live.apply() } }
        }
        return last
    }

    @Test("a database that has them takes the one over, goes on, and does not roll back past it", .needsPostgres(17))
    func existing() async throws {
        try await Workshop.with { shop in
            let third = try await three(shop, applied: 3)
            try await shop.execute("INSERT INTO app.customer VALUES (1, 'Ann')")
            let made = try await generator(shop, third).squash(to: 3, name: "all")
            #expect(made.label == "0003_all")
            #expect(made.replaced == ["0001_step_1", "0002_step_2", "0003_step_3"])
            #expect(try MigrationDirectory(root: shop.root, database: "app").pairs().map(\.label) == ["0003_all"])
            try await shop.withLive(third) { (live, _) async throws in
                #expect(try await live.status().map(\.label) == ["0003_all"])
                #expect(try await live.apply().isEmpty)
                #expect(
                    try await shop.value("SELECT string_agg(number || name || is_baseline, ',') FROM plumbline.migration")
                        == "3alltrue")
                let error = await #expect(throws: MigrationError.self) { try await live.plannedRollbacks(to: nil) }
                #expect(error?.message.contains("0003_all is a baseline") == true)
            }
            let fourth = try await shop.declared(Self.steps[3])
            try await shop.generate(fourth, "age")
            try await shop.withLive(fourth) { (live, _) async throws in
                #expect(try await live.apply().map(\.label) == ["0004_age"])
                #expect(try await live.compare().isClean)
                _ = try await live.rollBack(live.plannedRollbacks(to: nil))
                #expect(try await shop.value("SELECT name FROM app.customer") == "Ann")
            }
        }
    }

    @Test("a new database runs the one file, by psql too, and takes it back", .needsPostgres(17))
    func fresh() async throws {
        try await Workshop.with { shop in
            let third = try await three(shop, applied: 0)
            _ = try await generator(shop, third).squash(to: 2, name: "first_two")
            #expect(
                try MigrationDirectory(root: shop.root, database: "app").pairs().map(\.label) == [
                    "0002_first_two", "0003_step_3",
                ])
            for _ in 1...2 {
                _ = try await shop.psql(shop.path("migrations", "0002_first_two"))
                _ = try await shop.psql(shop.path("migrations", "0003_step_3"))
            }
            try await shop.withLive(third) { (live, _) async throws in
                #expect(try await live.apply().isEmpty)
                #expect(try await live.compare().isClean)
                _ = try await live.rollBack(live.plannedRollbacks(to: 0))
                #expect(try await shop.value("SELECT to_regclass('app.customer')") == nil)
                #expect(try await live.apply().map(\.label) == ["0002_first_two", "0003_step_3"])
            }
        }
    }

    @Test("psql takes the one over as well", .needsPostgres(17))
    func psql() async throws {
        try await Workshop.with { shop in
            let third = try await three(shop, applied: 3)
            _ = try await generator(shop, third).squash(to: 3, name: "all")
            for _ in 1...2 { _ = try await shop.psql(shop.path("migrations", "0003_all")) }
            try await shop.withLive(third) { (live, _) async throws in #expect(try await live.apply().isEmpty) }
        }
    }

    @Test("a database that has only some of them is told to come up to the number first, and stays as it is", .needsPostgres(17))
    func behind() async throws {
        try await Workshop.with { shop in
            let third = try await three(shop, applied: 2)
            _ = try await generator(shop, third).squash(to: 3, name: "all")
            try await shop.withLive(third) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("replaces the migrations 1 to 3") == true, "\(error?.message ?? "")")
                #expect(error?.message.contains("its newest is 0002_step_2") == true)
                #expect(try await shop.value("SELECT to_regclass('app.names')") == nil)
            }
            await #expect(throws: PsqlFailure.self) { try await shop.psql(shop.path("migrations", "0003_all")) }
        }
    }

    @Test("rows that a hand-written migration inserts are not lost in silence", .needsPostgres(17))
    func rows() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Self.steps[0])
            try await shop.generate(first, "initial")
            _ = try await generator(shop, first).generateEmpty("seed")
            for (folder, sql) in [
                ("migrations", "INSERT INTO app.customer VALUES (1, 'Ann');"), ("rollback", "DELETE FROM app.customer;"),
            ] {
                let url = shop.path(folder, "0002_seed")
                let text = try String(contentsOf: url, encoding: .utf8).replacing("BEGIN;\n", with: "BEGIN;\n\(sql)\n")
                try Data(text.utf8).write(to: url)
            }
            var accepting = generator(shop, first)
            accepting.allowedLosses = ["app.customer", "app.customer.id", "app.customer.name"]
            _ = try await accepting.accept()
            let error = await #expect(throws: MigrationError.self) { try await generator(shop, first).squash(to: 2, name: "all") }
            #expect(
                error?.message.contains("write rows of app.customer by statements of their own") == true,
                "\(error?.message ?? "")")
            #expect(try MigrationDirectory(root: shop.root, database: "app").pairs().count == 2)
        }
    }
}
