import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaEngine
import SchemaModel
import Synchronization
import Testing

@Suite("A table in use becomes partitioned, or is rewritten, and back, while clients go on")
struct OnlineCopyTests {
    private static func schema(_ partitioned: Bool, generated: String = "region * 2", kind: String = "TABLE") -> String {
        """
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('sad', 'glad');
        CREATE TABLE app.region (id int PRIMARY KEY);
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$;
        CREATE \(kind) app.event (id bigint GENERATED ALWAYS AS IDENTITY, number serial, at date NOT NULL, region int
            CONSTRAINT event_region REFERENCES app.region ON DELETE CASCADE, note text NOT NULL DEFAULT 'new', mood app.mood,
            twice bigint GENERATED ALWAYS AS (\(generated)) STORED, touched int NOT NULL DEFAULT 0,
            CONSTRAINT event_key PRIMARY KEY (\(partitioned ? "id, at" : "id")), CONSTRAINT event_note CHECK (note <> ''))
            \(partitioned ? "PARTITION BY RANGE (at)" : "");
        \(partitioned ? """
            CREATE TABLE app.event_2025 PARTITION OF app.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE app.event_later PARTITION OF app.event DEFAULT;
            """ : "")
        CREATE INDEX event_at ON app.event (at DESC, region); CREATE INDEX event_note_lower ON app.event (lower(note));
        CREATE VIEW app.recent AS SELECT id, at, mood FROM app.event WHERE at > '2025-06-01';
        CREATE TRIGGER touching BEFORE UPDATE ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();
        ALTER TABLE app.event ENABLE ROW LEVEL SECURITY; CREATE POLICY reading ON app.event FOR SELECT USING (note <> 'secret');
        GRANT SELECT ON app.event TO PUBLIC; GRANT UPDATE (note) ON app.event TO pg_monitor;
        COMMENT ON TABLE app.event IS 'what happened'; COMMENT ON COLUMN app.event.note IS 'in words';
        COMMENT ON INDEX app.event_at IS 'by day';
        """
    }

    /// A table to which another one refers, and which has the partition key in its key already.
    private static func referred(_ partitioned: Bool) -> String {
        """
        CREATE SCHEMA app;
        CREATE TABLE app.account (id int PRIMARY KEY, email text NOT NULL) \(partitioned ? "PARTITION BY HASH (id)" : "");
        \(partitioned ? """
            CREATE TABLE app.account_0 PARTITION OF app.account FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE app.account_1 PARTITION OF app.account FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            """ : "")
        CREATE TABLE app.entry (id int PRIMARY KEY, account int NOT NULL CONSTRAINT entry_account REFERENCES app.account);
        """
    }

    private static let rows = """
        INSERT INTO app.region SELECT generate_series(1, 20);
        INSERT INTO app.event (at, region, note, mood) SELECT '2024-12-01'::date + i, 1 + i % 20, 'n' || i,
            CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'glad' END::app.mood FROM generate_series(1, 600) AS i;
        """

    /// What the rows must be, whatever becomes of their table.
    private static let shadow = """
        CREATE TABLE public.shadow AS SELECT id, number, at, region, note, mood::text AS mood, twice, touched FROM app.event;
        """
    private static let differing = """
        SELECT count(*) FROM (SELECT id, number, at, region, note, mood::text AS mood, twice, touched FROM app.event) AS e
        FULL JOIN public.shadow AS s ON s.id = e.id WHERE e IS DISTINCT FROM s
        """

    /// One transaction: rows come, change, move to another partition, get another key, and go, also by way of a foreign key.
    private static let writing = """
        WITH new AS (INSERT INTO app.event (at, region) SELECT max(at) + 1, 3 FROM app.event RETURNING *)
            INSERT INTO public.shadow SELECT id, number, at, region, note, mood::text, twice, touched FROM new;
        UPDATE app.event SET note = note || '!', at = at - 200 WHERE id = (SELECT max(id) - 1 FROM public.shadow);
        UPDATE public.shadow SET note = note || '!', at = at - 200, touched = touched + 1
            WHERE id = (SELECT max(id) - 1 FROM public.shadow);
        UPDATE app.event SET note = 'x' || note WHERE id IN (317, 590);
        UPDATE public.shadow SET note = 'x' || note, touched = touched + 1 WHERE id IN (317, 590);
        DELETE FROM app.event WHERE id = (SELECT min(id) FROM public.shadow);
        DELETE FROM public.shadow WHERE id = (SELECT min(id) FROM public.shadow);
        DELETE FROM public.shadow WHERE region = (SELECT max(id) FROM app.region WHERE id > 12);
        DELETE FROM app.region WHERE id = (SELECT max(id) FROM app.region WHERE id > 12)
        """

    private static func prepared(
        _ shop: Workshop, from initial: String = schema(false), to changed: String = schema(true)
    ) async throws -> (DeclaredDatabase, DeclaredDatabase, MigrationGenerator.Generated) {
        let first = try await shop.declared(initial)
        try await shop.generate(first, "initial")
        try await shop.withLive(first) { live, _ in _ = try await live.apply() }
        try await shop.execute(rows)
        let second = try await shop.declared(changed)
        let made = try #require(try await shop.generate(second, "change", online: .all))
        return (first, second, made)
    }

    @Test("nothing is rewritten, and no lock is held but briefly, as another session sees it", arguments: [15, 18])
    func certificate(_ major: Int) async throws {
        try await Workshop.with(major: major) { shop in
            let (_, _, made) = try await Self.prepared(shop)
            let certificate = try #require(made.proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            for direction in [certificate.forward, certificate.rollback] {
                #expect(!direction.sections.isEmpty)
                for section in direction.sections {
                    #expect(section.rewrites.isEmpty, "\(section)")
                    #expect(section.scans.isEmpty || section.locks.allSatisfy { !$0.mode.blocksWrites }, "\(section)")
                }
            }
            for plan in [made.forward, made.rollback] {
                #expect(plan.steps.filter { $0.hazards.contains(.rewrite) }.map(\.title) == [])
            }
            #expect(made.forward.steps.contains { $0.title == "put the new table app.event in its place" })
            #expect(made.rollback.steps.contains { $0.title == "put the new table app.event in its place" })
        }
    }

    @Test("rows that are written between any two statements are copied too, forward and back", arguments: [15, 18])
    func writes(_ major: Int) async throws {
        try await Workshop.with(major: major) { shop in
            let (_, second, _) = try await Self.prepared(shop)
            try await shop.execute(Self.shadow)
            for forward in [true, false] {
                let count = try await shop.migrate(second, forward: forward, writing: Self.writing)
                #expect(count > 10)
                #expect(try await shop.value(Self.differing) == "0")
                #expect(try await shop.value("SELECT count(*) > 100 FROM app.event") == "true")
                #expect(
                    try await shop.value("SELECT relkind FROM pg_class WHERE oid = 'app.event'::regclass")
                        == (forward ? "p" : "r"))
                // Both sequences go on after the last row.
                try await shop.execute(
                    """
                    WITH new AS (INSERT INTO app.event (at, region) VALUES ('2025-03-01', 1) RETURNING *)
                    INSERT INTO public.shadow SELECT id, number, at, region, note, mood::text, twice, touched FROM new
                    """)
                #expect(
                    try await shop.value("SELECT count(*) - count(DISTINCT number) FROM app.event") == "0")
            }
        }
    }

    @Test(
        "a stored generated column gets another expression, and its table another persistence; rows are written meanwhile",
        .needsPostgres(18))
    func rewritten() async throws {
        func withoutGenerated(_ sql: String) -> String { sql.replacing("twice, ", with: "") }
        try await Workshop.with(major: 18) { shop in
            // The sequence of a serial column would become unlogged too.
            let (old, new) = (Self.schema(false), Self.schema(false, generated: "region * 3", kind: "UNLOGGED TABLE"))
            let (_, second, made) = try await Self.prepared(
                shop, from: old.replacing("serial", with: "int"), to: new.replacing("serial", with: "int"))
            let certificate = try #require(made.proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            for section in certificate.forward.sections + certificate.rollback.sections {
                #expect(section.rewrites.isEmpty, "\(section)")
                #expect(section.scans.isEmpty || section.locks.allSatisfy { !$0.mode.blocksWrites }, "\(section)")
            }
            try await shop.execute(withoutGenerated(Self.shadow))
            for forward in [true, false] {
                let count = try await shop.migrate(second, forward: forward, writing: withoutGenerated(Self.writing))
                #expect(count > 10)
                #expect(try await shop.value(withoutGenerated(Self.differing)) == "0")
                #expect(try await shop.value("SELECT count(*) > 100 FROM app.event") == "true")
                #expect(
                    try await shop.value("SELECT count(*) FROM app.event WHERE twice <> region * \(forward ? 3 : 2)") == "0")
                #expect(
                    try await shop.value("SELECT relpersistence FROM pg_class WHERE oid = 'app.event'::regclass")
                        == (forward ? "u" : "p"))
            }
        }
    }

    @Test("a client that empties the table meanwhile is followed, also one that reads an old snapshot")
    func truncation() async throws {
        try await Workshop.with { shop in
            let (_, second, _) = try await Self.prepared(shop)
            try await shop.execute(Self.shadow)
            let other = try await PostgresConnection.connect(shop.live)
            let writer = Once(
                other, before: "build the indexes",
                """
                BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM app.event; TRUNCATE app.event; TRUNCATE public.shadow;
                WITH new AS (INSERT INTO app.event (at, region) SELECT '2025-02-01'::date + i, 3 FROM generate_series(1, 30) i RETURNING *)
                    INSERT INTO public.shadow SELECT id, number, at, region, note, mood::text, twice, touched FROM new; COMMIT
                """)
            try await shop.withLive(second) { live, _ in
                var options = MigrateOptions(compares: false)
                options.observer = writer
                _ = try await live.apply(options)
            }
            await other.close()
            #expect(writer.count == 1)
            #expect(try await shop.value("SELECT count(*) FROM app.event") == "30")
            #expect(try await shop.value(Self.differing) == "0")
        }
    }

    @Test("a partition that a client empties while its table is copied takes no other rows along")
    func truncatedPartition() async throws {
        try await Workshop.with { shop in
            let (_, second, _) = try await Self.prepared(shop)
            try await shop.withLive(second) { live, _ in _ = try await live.apply() }
            try await shop.execute(Self.shadow)
            let other = try await PostgresConnection.connect(shop.live)
            let writer = Once(
                other, before: "build the indexes",
                """
                TRUNCATE app.event_2025; DELETE FROM public.shadow WHERE at >= '2025-01-01' AND at < '2026-01-01';
                WITH new AS (INSERT INTO app.event (at, region) VALUES ('2025-02-01', 3) RETURNING *)
                    INSERT INTO public.shadow SELECT id, number, at, region, note, mood::text, twice, touched FROM new
                """)
            try await shop.withLive(second) { live, _ in
                var options = MigrateOptions(compares: false)
                options.observer = writer
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1), options)
            }
            await other.close()
            #expect(writer.count == 1)
            #expect(try await shop.value("SELECT count(*) > 100 FROM app.event") == "true")
            #expect(try await shop.value(Self.differing) == "0")
        }
    }

    /// Runs statements once, before the section whose title begins so.
    private final class Once: SectionWatching {
        private let other: PostgresConnection
        private let title: String
        private let script: String
        private let passed = Mutex(0)

        init(_ other: PostgresConnection, before title: String, _ script: String) {
            self.other = other
            self.title = title
            self.script = script
        }

        var count: Int { passed.withLock { $0 } }

        func willRun(_ section: MigrationFile.Section, process: Int32) async throws {
            if section.title.hasPrefix(title) {
                passed.withLock { $0 += 1 }
                try await other.run(script: script)
            }
        }
    }

    @Test("a foreign key to the table is in force at every moment, and valid in the end")
    func referredTo() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Self.referred(false))
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute(
                """
                INSERT INTO app.account SELECT i, 'a' || i FROM generate_series(1, 300) i;
                INSERT INTO app.entry SELECT i, i FROM generate_series(1, 200) i;
                """)
            let second = try await shop.declared(Self.referred(true))
            let made = try #require(try await shop.generate(second, "change", online: .named(["app.account"])))
            #expect(made.forward.steps.filter { !$0.hazards.isDisjoint(with: [.rewrite]) }.map(\.title) == [])
            let valid = "SELECT convalidated FROM pg_constraint WHERE conname = 'entry_account'"
            for forward in [true, false] {
                _ = try await BreakOffTests.run(shop, second, forward: forward)
                #expect(try await shop.value(valid) == "true")
                #expect(try await shop.value("SELECT count(*) FROM app.account") == "300")
                await #expect(throws: (any Error).self) { try await shop.execute("DELETE FROM app.account WHERE id = 7") }
            }
        }
    }

    @Test("what cannot be copied online is copied under a lock, and the plan says why")
    func refused() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared("CREATE SCHEMA app; CREATE TABLE app.log (at date NOT NULL, line text);")
            try await shop.generate(first, "initial")
            let second = try await shop.declared(
                """
                CREATE SCHEMA app; CREATE TABLE app.log (at date NOT NULL, line text) PARTITION BY RANGE (at);
                CREATE TABLE app.log_all PARTITION OF app.log DEFAULT;
                """)
            let made = try #require(try await shop.generate(second, "change", online: .all))
            #expect(
                made.forward.steps.map(\.reason).contains(
                    "it is partitioned differently, which takes a new table and a copy of its rows, and not online: it has no primary key, "
                        + "before and after, by which rows are found again"))
        }
    }

    @Test("rows that no partition takes are found before anything is changed")
    func homeless() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(
                "CREATE SCHEMA app; CREATE TABLE app.log (id int, at date NOT NULL, PRIMARY KEY (id, at));")
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.log VALUES (1, '2025-03-01'), (2, '2031-01-01')")
            let second = try await shop.declared(
                """
                CREATE SCHEMA app; CREATE TABLE app.log (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                CREATE TABLE app.log_2025 PARTITION OF app.log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
                """)
            try await shop.generate(second, "change", online: .all)
            let failure = await #expect(throws: MigrationError.self) {
                try await shop.withLive(second) { live, _ in _ = try await live.apply() }
            }
            #expect("\(try #require(failure))".contains("app.log becomes partitioned, and has rows that no partition takes"))
        }
    }

    @Test("a migration that was broken off is finished, or taken back, with nothing left over")
    func brokenOff() async throws {
        try await Workshop.with { shop in
            let (first, second, _) = try await Self.prepared(shop)
            try await shop.execute(Self.shadow)
            let points = try await BreakOffTests.run(shop, second, forward: true)
            let back = try await BreakOffTests.run(shop, second, forward: false)
            #expect(try await shop.value(Self.differing) == "0")
            for point in stride(from: 9, to: points, by: max(1, points / 7)) {
                await #expect(throws: (any Error).self, "point \(point)") {
                    _ = try await BreakOffTests.run(shop, second, forward: true, at: point)
                }
                // Every other one goes on, and is broken off on its way back.
                let goesOn = point.isMultiple(of: 2)
                if goesOn {
                    _ = try await BreakOffTests.run(shop, second, forward: true)
                    try await shop.withLive(second) { (live, _) async throws in
                        #expect(try await live.compare().isClean, "point \(point)")
                    }
                    await #expect(throws: (any Error).self, "point \(point)") {
                        _ = try await BreakOffTests.run(shop, second, forward: false, at: min(point, back - 2))
                    }
                }
                _ = try await BreakOffTests.run(shop, second, forward: false)
                try await shop.withLive(first) { (live, _) async throws in
                    #expect(try await live.compare().isClean, "point \(point)")
                }
                #expect(try await shop.value(Self.differing) == "0", "point \(point)")
                #expect(try await shop.value(BreakOffTests.leftovers) == nil, "point \(point)")
                #expect(
                    try await shop.value("SELECT string_agg(nspname, ', ') FROM pg_namespace WHERE nspname LIKE 'plumbline_new%'")
                        == nil)
            }
        }
    }

    @Test(
        "two tables and columns of a third one are exchanged in one transaction, until which the writes to all are followed",
        .needsPostgres(17))
    func severalExchanges() async throws {
        try await Workshop.with { shop in
            let before = """
                CREATE SCHEMA app; CREATE TYPE app.state AS ENUM ('new', 'old');
                CREATE TABLE app.cargo (id int PRIMARY KEY, state app.state NOT NULL, tons int NOT NULL);
                CREATE TABLE app.log (id bigint NOT NULL, at date NOT NULL, line text, PRIMARY KEY (id, at));
                CREATE TABLE app.trace (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at));
                CREATE MATERIALIZED VIEW app.load AS SELECT state, sum(tons) AS tons FROM app.cargo GROUP BY state;
                """
            let parts = ["log", "trace"].map {
                """
                CREATE TABLE app.\($0)_old PARTITION OF app.\($0) FOR VALUES FROM ('2020-01-01') TO ('2026-01-01');
                CREATE TABLE app.\($0)_new PARTITION OF app.\($0) DEFAULT;
                """
            }
            let after =
                before.replacing("'new', 'old'", with: "'old', 'new'").replacing("tons int", with: "tons bigint")
                .replacing("(id, at));", with: "(id, at)) PARTITION BY RANGE (at);") + parts.joined()
            try await shop.generate(try await shop.declared(before), "initial")
            try await shop.generate(try await shop.declared(after), "exchange", online: .all)
            let file = try String(contentsOf: shop.path("migrations", "0002_exchange"), encoding: .utf8)
            for table in ["log", "trace"] {
                let section = try #require(
                    file.components(separatedBy: "-- plumb:section").first { $0.contains("plumbline.follow('app.\(table)'") })
                #expect(section.contains("ALTER TABLE \"plumbline_new_app.\(table)\".\(table) SET SCHEMA app;"), "\(section)")
            }
        }
    }
}
