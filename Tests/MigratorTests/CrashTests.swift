import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("What was broken off goes on")
struct CrashTests {
    /// The first migration applied, with rows; the second generated.
    private func prepared(_ shop: Workshop) async throws -> DeclaredDatabase {
        let first = try await shop.declared(Workshop.first)
        try await shop.generate(first, "initial")
        try await shop.withLive(first) { live, _ in _ = try await live.apply() }
        try await shop.execute(Workshop.rows)
        let second = try await shop.declared(Workshop.second)
        try await shop.generate(second, "change")
        return second
    }

    @Test("a locked table: the step fails after its tries, the steps before stay, the rerun finishes")
    func locked() async throws {
        try await Workshop.with { shop in
            let second = try await prepared(shop)
            let blocker = try await PostgresConnection.connect(shop.live)
            try await blocker.run(script: "BEGIN; LOCK TABLE app.person IN ACCESS SHARE MODE")
            try await shop.withLive(second) { _, connection in
                let pairs = try MigrationDirectory(root: shop.root, database: "app").pairs()
                let runner = MigrationRunner(connection, patience: .init(attempts: 2))
                let error = await #expect(throws: MigrationError.self) { try await runner.run(pairs[1].forward) }
                #expect(error?.code == .step)
                #expect(error?.description.contains("55P03") == true)
            }
            await blocker.close()
            try await shop.withLive(second) { live, _ in
                let done = try await live.apply()
                #expect(done.map(\.label) == ["0002_change"])
                #expect(try await live.compare().isClean)
            }
        }
    }

    @Test("an index of the right name that the migration did not build is never taken over")
    func foreignIndex() async throws {
        try await Workshop.with { shop in
            let second = try await prepared(shop)
            try await shop.execute("CREATE INDEX visit_at ON app.visit (person_id, at)")
            try await shop.withLive(second) { live, _ in
                let early = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(early?.message.contains("index app.visit_at: exists but is not declared") == true)
                #expect(early?.message.contains("nothing was changed") == true)
                let late = await #expect(throws: MigrationError.self) { try await live.apply(MigrateOptions(compares: false)) }
                #expect(
                    late?.description.contains("relation app.visit_at exists already, and this migration did not create it")
                        == true)
            }
            let definition = "SELECT pg_get_indexdef('app.visit_at'::regclass)"
            #expect(try await shop.value(definition) == "CREATE INDEX visit_at ON app.visit USING btree (person_id, at)")
            try await shop.execute("DROP INDEX app.visit_at")
            try await shop.withLive(second) { live, _ in
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
            }
        }
    }

    @Test("an index build that waits for an open transaction is broken off and names the session, and the rerun finishes")
    func boundedWait() async throws {
        try await Workshop.with { shop in
            let second = try await prepared(shop)
            let blocker = try await PostgresConnection.connect(shop.live)
            try await blocker.run(
                script: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class WHERE relname <> 'secret'")
            try await shop.withLive(second) { _, connection in
                let pairs = try MigrationDirectory(root: shop.root, database: "app").pairs()
                let patience = MigrationRunner.Patience(
                    attempts: 2, concurrentAttempts: 2, concurrentWait: .milliseconds(300))
                let runner = MigrationRunner(connection, patience: patience)
                let error = await #expect(throws: MigrationError.self) { try await runner.run(pairs[1].forward) }
                let text = error?.description ?? ""
                #expect(text.contains("create index app.visit_at"), "\(text)")
                #expect(text.contains("process \(blocker.processID) (role "), "\(text)")
                #expect(text.contains("idle in transaction for"), "\(text)")
                #expect(text.contains("WHERE relname <> ?"), "the query is told without its values: \(text)")
                #expect(!text.contains("secret"), "\(text)")
                // An index that is left must be told; one that could be dropped must be gone.
                let left = try await shop.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid")
                #expect((left == "0") != text.contains("It left an invalid index"), "\(left ?? "") \(text)")
                #expect(try await shop.value("SELECT current_setting('lock_timeout')") == "0")
            }
            await blocker.close()
            try await shop.withLive(second) { live, _ in
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
            }
            #expect(try await shop.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0")
        }
    }

    @Test("a cancelled task leaves a database that the rerun finishes")
    func cancelled() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Workshop.first)
            try await shop.generate(first, "initial")
            try await shop.execute("CREATE SCHEMA app")
            let blocker = try await PostgresConnection.connect(shop.live)
            try await blocker.run(script: "BEGIN; CREATE TYPE app.mood AS ENUM ('sad', 'glad')")
            let task = Task {
                try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            }
            try await Task.sleep(for: .milliseconds(600))
            task.cancel()
            await #expect(throws: (any Error).self) { try await task.value }
            try await blocker.run(script: "ROLLBACK")
            await blocker.close()
            try await shop.withLive(first) { live, _ in
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
            }
        }
    }
}
