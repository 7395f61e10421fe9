import SchemaEngine
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("Partitions that jobs make")
struct ManagedPartitionTests {
    private static let table = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'glad');
        CREATE TABLE app.event (id int, at timestamp NOT NULL, mood app.mood, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE app.event_default PARTITION OF app.event DEFAULT;
        """
    private static let made = """
        CREATE TABLE app.event_1 PARTITION OF app.event FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        CREATE TABLE app."Event 2" PARTITION OF app.event FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
        INSERT INTO app.event VALUES (1, '2026-01-01', 'sad'), (2, '2026-02-28', 'glad'), (3, '2027-01-01', NULL);
        """
    private static let digest = "SELECT string_agg(tableoid::regclass::text || e::text, ' ' ORDER BY id) FROM app.event e"

    private func declared(_ shop: Workshop, _ sql: String) async throws -> DeclaredDatabase {
        var database = try await shop.declared(sql)
        database.scope.managedPartitions = [.table("app", "event")]
        return database
    }

    @Test("they are no drift, go to quarantine with their table and come back with it")
    func quarantine() async throws {
        try await Workshop.with { shop in
            let database = try await declared(shop, Self.table)
            try await shop.generate(database, "initial")
            try await shop.withLive(database) { live, _ in
                _ = try await live.apply()
                try await shop.execute(Self.made)
                let comparison = try await live.compare()
                #expect(comparison.isClean)
                #expect(comparison.managedPartitions.values.first?.map(\.name) == ["Event 2", "event_1"])
                let before = try await shop.value(Self.digest)
                _ = try await live.rollBack(live.plannedRollbacks(to: 0))
                #expect(try await shop.value("SELECT to_regnamespace('app')") == nil)
                _ = try await live.apply()
                #expect(try await shop.value(Self.digest) == before)
                #expect(try await live.compare().isClean)
            }
        }
    }

    @Test("an index of their table is built on each of them, concurrently, also by psql, also after a broken build")
    func index() async throws {
        try await Workshop.with { shop in
            let first = try await declared(shop, Self.table)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute(Self.made)
            let second = try await declared(shop, Self.table + "CREATE INDEX event_mood ON app.event (mood, at);")
            try await shop.generate(second, "index")
            // Another session's transaction breaks the build off: the table's own index and a broken one of a partition are left.
            let blocker = try await PostgresConnection.connect(shop.live)
            try await blocker.run(script: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class")
            try await shop.withLive(second) { live, _ in
                let patience = MigrationRunner.Patience(concurrentAttempts: 1, concurrentWait: .milliseconds(300))
                let error = await #expect(throws: MigrationError.self) {
                    try await live.apply(MigrateOptions(patience: patience))
                }
                #expect(error?.code == .step)
            }
            await blocker.close()
            try await shop.withLive(second) { (live, _) async throws in
                #expect(try await live.apply().count == 1)
                #expect(try await live.compare().isClean)
            }
            let indexes = """
                SELECT string_agg(c.relname || ' ' || x.indisvalid, ', ' ORDER BY c.relname COLLATE "C") FROM pg_inherits i
                JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_index x ON x.indexrelid = c.oid
                WHERE i.inhparent = 'app.event_mood'::regclass
                """
            let whole = "Event 2_mood_at_idx true, event_1_mood_at_idx true, event_default_mood_at_idx true"
            #expect(try await shop.value(indexes) == whole)
            #expect(try await shop.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0")
            // The same files in psql's hands.
            _ = try await shop.psql(shop.path("rollback", "0002_index"))
            #expect(try await shop.value("SELECT to_regclass('app.event_mood')") == nil)
            let commands = try await shop.psql(shop.path("migrations", "0002_index"))
            #expect(commands.count { $0 == "CREATE INDEX" } == 4)
            #expect(try await shop.value(indexes) == whole)
            #expect(try await shop.psql(shop.path("migrations", "0002_index")).isEmpty)
        }
    }
}
