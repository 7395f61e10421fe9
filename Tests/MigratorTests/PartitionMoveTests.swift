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

    private static func sales(_ partitions: String) -> String {
        """
        CREATE SCHEMA app;
        CREATE TABLE app.sale (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE app.sale_log (note text);
        CREATE FUNCTION app.log_sale() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO app.sale_log VALUES (TG_OP || ' ' || TG_TABLE_NAME); RETURN NULL; END $$;
        CREATE TRIGGER log AFTER INSERT OR UPDATE OR DELETE ON app.sale FOR EACH ROW EXECUTE FUNCTION app.log_sale();
        \(partitions)
        """
    }

    @Test("rows get the partition that takes them after a split and a merge, and the rollback takes them back")
    func rowsFollowTheBounds() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(
                Self.sales(
                    """
                    CREATE TABLE app.sale_2024 PARTITION OF app.sale FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
                    CREATE TABLE app.sale_h1 PARTITION OF app.sale FOR VALUES FROM ('2025-01-01') TO ('2025-07-01');
                    CREATE TABLE app.sale_h2 PARTITION OF app.sale FOR VALUES FROM ('2025-07-01') TO ('2026-01-01');
                    CREATE TABLE app.sale_rest PARTITION OF app.sale DEFAULT;
                    """))
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute(
                """
                INSERT INTO app.sale SELECT i, '2024-01-15'::date + 30 * i FROM generate_series(0, 35) i; TRUNCATE app.sale_log
                """)
            let places = "SELECT md5(string_agg(tableoid::regclass || ' ' || id, ',' ORDER BY id)) FROM app.sale"
            let rows = "SELECT md5(string_agg(s::text, ',' ORDER BY id)) FROM app.sale s"
            let (start, content) = (try await shop.value(places), try await shop.value(rows))

            let second = try await shop.declared(
                Self.sales(
                    """
                    CREATE TABLE app.sale_2024 PARTITION OF app.sale FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');
                    CREATE TABLE app.sale_2024_h2 PARTITION OF app.sale FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');
                    CREATE TABLE app.sale_2025 PARTITION OF app.sale FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
                    CREATE TABLE app.sale_2026 PARTITION OF app.sale FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                    CREATE TABLE app.sale_rest PARTITION OF app.sale DEFAULT;
                    """))
            let made = try #require(try await shop.generate(second, "partitions"))
            let certificate = try #require(made.proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            for folder in ["migrations", "rollback"] {
                let text = try String(contentsOf: shop.path(folder, "0002_partitions"), encoding: .utf8)
                let away = try #require(text.range(of: "CREATE TABLE app.plumbline_moved_sale"))
                let back = try #require(text.range(of: "DROP TABLE app.plumbline_moved_sale"))
                #expect(
                    !text[away.upperBound..<back.lowerBound].contains("COMMIT;"), "the rows are missing between two transactions")
            }
            try await shop.withLive(second) { live, _ in _ = try await live.apply() }
            #expect(try await shop.value(rows) == content)
            let counts =
                "SELECT string_agg(p || ' ' || n, ', ' ORDER BY p) FROM (SELECT tableoid::regclass AS p, count(*) AS n FROM app.sale GROUP BY 1) c"
            #expect(try await shop.value(counts) == "app.sale_2024 6, app.sale_2024_h2 6, app.sale_2025 12, app.sale_2026 12")
            #expect(try await shop.value("SELECT count(*) FROM app.sale_log") == "0")

            try await shop.withLive(second) { live, _ in _ = try await live.rollBack(live.plannedRollbacks(to: 1)) }
            #expect(try await shop.value(rows) == content)
            #expect(try await shop.value(places) == start)
            #expect(try await shop.value("SELECT count(*) FROM app.sale_log") == "0")
        }
    }

    @Test("a partition that goes to quarantine is detached, and the rollback attaches it again")
    func quarantinedPartition() async throws {
        try await Workshop.with { shop in
            let kept = "CREATE TABLE app.sale_2025 PARTITION OF app.sale FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');"
            let first = try await shop.declared(
                Self.sales(
                    "CREATE TABLE app.sale_2024 PARTITION OF app.sale FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\(kept)"))
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.sale VALUES (1, '2024-02-01'), (2, '2025-08-01')")
            let second = try await shop.declared(Self.sales(kept))
            let made = try #require(try await shop.generate(second, "retire"))
            #expect(try #require(made.proof.certificate).differences.isEmpty)
            try await shop.withLive(second) { live, _ in _ = try await live.apply() }
            #expect(try await shop.value("SELECT string_agg(id::text, ',') FROM app.sale") == "2")
            try await shop.withLive(second) { live, _ in _ = try await live.rollBack(live.plannedRollbacks(to: 1)) }
            #expect(
                try await shop.value("SELECT string_agg(tableoid::regclass || ' ' || id, ', ' ORDER BY id) FROM app.sale")
                    == "app.sale_2024 1, app.sale_2025 2")
        }
    }

    private static let narrow =
        "CREATE TABLE app.sale_2024 PARTITION OF app.sale FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');"

    @Test(
        "rows that no partition takes stop apply before anything runs",
        arguments: [
            (
                partitions: narrow
                    + "CREATE TABLE app.sale_q3 PARTITION OF app.sale FOR VALUES FROM ('2024-07-01') TO ('2024-10-01');",
                rows: "1 row"
            ),
            (partitions: narrow, rows: "2 rows"),
        ])
    func rowWithoutPartition(_ change: (partitions: String, rows: String)) async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(
                Self.sales(
                    """
                    CREATE TABLE app.sale_2024 PARTITION OF app.sale FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
                    CREATE TABLE app.sale_rest PARTITION OF app.sale DEFAULT;
                    """))
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.sale VALUES (1, '2024-02-01'), (2, '2024-08-01'), (3, '2024-12-01')")
            let second = try await shop.declared(Self.sales(change.partitions))
            try await shop.generate(second, "partitions")
            let failure = await #expect(throws: (any Error).self) {
                try await shop.withLive(second) { live, _ in _ = try await live.apply() }
            }
            #expect(
                "\(try #require(failure))".contains(
                    "app.sale_2024 gets other bounds, and has rows that no partition of app.sale takes: \(change.rows)"))
            #expect(try await shop.value("SELECT count(*) FROM app.sale_2024") == "3")
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
