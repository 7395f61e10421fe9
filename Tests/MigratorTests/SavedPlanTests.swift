import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("A saved plan runs only while everything is as it was")
struct SavedPlanTests {
    private static let tables = "CREATE SCHEMA app; CREATE TABLE app.customer (id int PRIMARY KEY, name text);"

    @Test("runs what was approved, and is refused when the database, the files or the time are others", .needsPostgres(17))
    func plan() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Self.tables)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            let second = try await shop.declared(Self.tables + "CREATE VIEW app.names AS SELECT name FROM app.customer;")
            try await shop.generate(second, "names")
            let file = shop.root.appending(component: "plan.json").path
            try await shop.withLive(second) { (live, _) async throws in
                try await live.savedPlan(validFor: .seconds(3600)).write(to: file)
                var options = MigrateOptions()
                options.plan = try SavedPlan(contentsOf: file)
                func refusal() async -> String {
                    let error = await #expect(throws: MigrationError.self) { try await live.apply(options) }
                    return error?.message ?? ""
                }

                try await shop.execute("ALTER TABLE app.customer ADD COLUMN age int")
                #expect(await refusal().contains("the database has changed since the plan was made"))
                #expect(await refusal().contains("- table app.customer has changed"))
                try await shop.execute("ALTER TABLE app.customer DROP COLUMN age")

                options.plan?.server += "x"
                #expect(await refusal().contains("the plan was made for another database"))
                options.plan = try SavedPlan(contentsOf: file)
                options.plan?.database = "other"
                #expect(await refusal().contains("the plan is for database other of project test, and this is app of test"))
                options.plan = try SavedPlan(contentsOf: file)
                options.plan?.expires = Date(timeIntervalSince1970: 0)
                #expect(await refusal().contains("the plan expired at 1970-01-01"))
                options.plan = try SavedPlan(contentsOf: file)
                options.plan?.migrations[0].checksum = "0"
                #expect(await refusal().contains("the pending migrations are now 0002_names"))

                options.plan = try SavedPlan(contentsOf: file)
                #expect(try await live.apply(options).map(\.label) == ["0002_names"])
                #expect(await refusal().contains("the pending migrations are now none"))
            }
        }
    }
}
