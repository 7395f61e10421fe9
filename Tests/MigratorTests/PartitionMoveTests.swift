import Foundation
import Migrator
import PostgresClient
import SchemaEngine
import SchemaModel
import Testing

@Suite("Partitions of a table in use come and go while clients go on")
struct PartitionMoveTests {
    private static func schema(attached: Bool) -> String {
        """
        CREATE SCHEMA app; CREATE TABLE app.region (id int PRIMARY KEY);
        CREATE TABLE app.event (id int NOT NULL, at date NOT NULL, region int CONSTRAINT event_region REFERENCES app.region,
            CONSTRAINT event_positive CHECK (id > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE app.event_2024 PARTITION OF app.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        \(attached
            ? "CREATE TABLE app.event_2025 PARTITION OF app.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');"
            : "CREATE TABLE app.event_2025 (id int NOT NULL, at date NOT NULL, region int, PRIMARY KEY (id, at));")
        """
    }

    private static func prepared(_ shop: Workshop, attaches: Bool) async throws -> (DeclaredDatabase, DeclaredDatabase, Proof) {
        let first = try await shop.declared(schema(attached: !attaches))
        try await shop.generate(first, "initial")
        try await shop.withLive(first) { live, _ in _ = try await live.apply() }
        try await shop.execute(
            """
            INSERT INTO app.region VALUES (1), (2);
            INSERT INTO app.event_2025 SELECT i, '2025-01-01'::date + i, 1 + i % 2 FROM generate_series(1, 200) AS i
            """)
        let second = try await shop.declared(schema(attached: attaches))
        let made = try #require(try await shop.generate(second, "change"))
        return (first, second, made.proof)
    }

    @Test("no table is read under a lock that blocks writes, as another session sees it", arguments: [true, false])
    func certificate(_ attaches: Bool) async throws {
        try await Workshop.with { shop in
            let (_, _, proof) = try await Self.prepared(shop, attaches: attaches)
            let certificate = try #require(proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            for section in certificate.forward.sections + certificate.rollback.sections {
                #expect(section.scans.isEmpty || section.locks.allSatisfy { !$0.mode.blocksWrites }, "\(section)")
            }
        }
    }

    /// Begins to detach the partition and gives up while it waits for a query.
    private static func breakOffDetachment(_ shop: Workshop) async throws {
        let reader = try await PostgresConnection.connect(shop.live)
        try await reader.run(script: "BEGIN; SELECT count(*) FROM app.event")
        let other = try await PostgresConnection.connect(shop.live)
        await #expect(throws: PostgresError.self) {
            try await other.run(script: "SET statement_timeout = '300ms'")
            try await other.run(script: "ALTER TABLE app.event DETACH PARTITION app.event_2025 CONCURRENTLY")
        }
        await other.close()
        await reader.close()
        #expect(try await shop.value("SELECT count(*) FROM pg_inherits WHERE inhdetachpending") == "1")
    }

    private struct Stopped: Error {}

    /// Breaks a migration off before it detaches the partition.
    private struct Stop: SectionWatching {
        func willRun(_ section: MigrationFile.Section, process: Int32) async throws {
            if section.title.hasPrefix("detach") { throw Stopped() }
        }
    }

    private static let rows = "SELECT count(*) || ' of ' || (SELECT count(*) FROM app.event) FROM app.event_2025"

    @Test("a detachment that was broken off is finished by the next run")
    func finished() async throws {
        try await Workshop.with { shop in
            let (_, second, _) = try await Self.prepared(shop, attaches: false)
            try await Self.breakOffDetachment(shop)
            _ = try await BreakOffTests.run(shop, second, forward: true)
            try await shop.withLive(second) { (live, _) async throws in #expect(try await live.compare().isClean) }
            #expect(try await shop.value(Self.rows) == "200 of 0")
            #expect(try await shop.value(BreakOffTests.leftovers) == nil)
        }
    }

    @Test("a detachment that was broken off is taken back by a rollback")
    func takenBack() async throws {
        try await Workshop.with { shop in
            let (first, second, _) = try await Self.prepared(shop, attaches: false)
            await #expect(throws: Stopped.self) {
                try await shop.withLive(second) { live, _ in
                    var options = MigrateOptions(compares: false)
                    options.observer = Stop()
                    _ = try await live.apply(options)
                }
            }
            try await Self.breakOffDetachment(shop)
            _ = try await BreakOffTests.run(shop, second, forward: false)
            try await shop.withLive(first) { (live, _) async throws in #expect(try await live.compare().isClean) }
            #expect(try await shop.value(Self.rows) == "200 of 200")
            #expect(try await shop.value(BreakOffTests.leftovers) == nil)
        }
    }

    @Test("rows that do not fit are found before anything is changed")
    func misfits() async throws {
        try await Workshop.with { shop in
            let (_, second, _) = try await Self.prepared(shop, attaches: true)
            try await shop.execute("INSERT INTO app.event_2025 VALUES (900, '2029-01-01', 1)")
            let failure = await #expect(throws: MigrationError.self) {
                try await shop.withLive(second) { live, _ in _ = try await live.apply() }
            }
            #expect("\(try #require(failure))".contains("app.event_2025 becomes a partition, and has rows beyond its bounds"))
            #expect(try await shop.value(BreakOffTests.leftovers) == nil)
        }
    }
}
