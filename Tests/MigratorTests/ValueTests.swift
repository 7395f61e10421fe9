import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("Values that a migration moves or makes come back as they were")
struct ValueTests {
    /// A table with a trigger that sets the time of the last change, as many have.
    private static let tables = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'glad');
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.changed := now(); RETURN NEW; END';
        CREATE TABLE app.person (id int PRIMARY KEY, city text, note text, mood app.mood, changed timestamptz NOT NULL DEFAULT '2026-01-01Z');
        CREATE TRIGGER touched BEFORE UPDATE ON app.person FOR EACH ROW EXECUTE FUNCTION app.touch();
        """
    private static let rows = """
        INSERT INTO app.person (id, city, note, mood) SELECT i, CASE WHEN i % 3 > 0 THEN 'city ' || i END, 'note ' || i,
            CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'glad' END::app.mood FROM generate_series(1, 3000) i
        """
    private static let digest = "SELECT md5(string_agg(to_jsonb(p)::text, ',' ORDER BY id)) FROM app.person p"
    private static let city = ObjectID.column("city", of: .table("app", "person"))

    private func database(_ shop: Workshop, _ sql: String, _ change: (inout Fact) -> Void = { _ in }) async throws
        -> DeclaredDatabase
    {
        var database = try await shop.declared(sql)
        for index in database.facts.indices where database.facts[index].id == Self.city { change(&database.facts[index]) }
        return database
    }

    private func prepare(_ shop: Workshop) async throws -> String? {
        let first = try await shop.declared(Self.tables)
        try await shop.generate(first, "initial")
        try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
        try await shop.execute(Self.rows)
        return try await shop.value(Self.digest)
    }

    /// Applies, rolls back, and does both again by psql.
    private func round(_ shop: Workshop, _ database: DeclaredDatabase, _ before: String?, applied: () async throws -> Void)
        async throws
    {
        try await shop.generate(database, "change")
        try await shop.withLive(database) { (live, _) async throws in
            _ = try await live.apply()
            try await applied()
            _ = try await live.rollBack(live.plannedRollbacks(to: nil))
            #expect(try await shop.value(Self.digest) == before)
        }
        for _ in 1...2 { _ = try await shop.psql(shop.path("migrations", "0002_change")) }
        try await applied()
        for _ in 1...2 { _ = try await shop.psql(shop.path("rollback", "0002_change")) }
        #expect(try await shop.value(Self.digest) == before)
        #expect(
            try await shop.value("SELECT string_agg(tgname::text || tgenabled::text, ',') FROM pg_trigger WHERE NOT tgisinternal")
                == "touchedO")
    }

    @Test("a dropped column comes back, and no trigger of the table notices", .needsPostgres(17))
    func dropped() async throws {
        try await Workshop.with { shop in
            let before = try await prepare(shop)
            try await round(shop, try await database(shop, Self.tables.replacing(" note text,", with: "")), before) {
                () async throws in
                #expect(
                    try await shop.value(
                        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'app.person'::regclass AND attname = 'note'") == "0")
            }
        }
    }

    @Test("a dropped column takes its type along and brings it back", .needsPostgres(17))
    func droppedWithType() async throws {
        try await Workshop.with { shop in
            let before = try await prepare(shop)
            let sql = Self.tables.replacing(" mood app.mood,", with: "").replacing(
                "CREATE TYPE app.mood AS ENUM ('sad', 'glad');", with: "")
            try await round(shop, try await database(shop, sql), before) { () async throws in
                #expect(try await shop.value("SELECT to_regtype('app.mood')") == nil)
            }
        }
    }

    @Test("a materialized view shows the labels that a rollback gives back", .needsPostgres(17))
    func refreshed() async throws {
        let tables = """
            CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'glad'); CREATE TABLE app.t (id int PRIMARY KEY, mood app.mood);
            CREATE VIEW app.moods AS SELECT mood FROM app.t;
            CREATE MATERIALIZED VIEW app.counts AS SELECT mood, count(*) AS n FROM app.moods GROUP BY mood;
            """
        let counts = "SELECT string_agg(mood || ' ' || n, ', ' ORDER BY mood) FROM app.counts"
        try await Workshop.with { shop in
            let first = try await shop.declared(tables)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute(
                """
                INSERT INTO app.t SELECT i, CASE WHEN i < 4 THEN 'sad' ELSE 'glad' END::app.mood FROM generate_series(1, 10) i;
                REFRESH MATERIALIZED VIEW app.counts
                """)
            var second = try await shop.declared(tables.replacing("'sad', ", with: ""))
            let place = try #require(second.facts.firstIndex(where: { $0.id == ObjectID(.enumType, schema: "app", "mood") }))
            second.facts[place][.replacedLabels] = .object(["sad": "glad"])
            try await shop.generate(second, "moods")
            try await shop.withLive(second) { live, _ in
                _ = try await live.apply()
                #expect(try await shop.value(counts) == "glad 10")
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
                #expect(try await shop.value(counts) == "sad 3, glad 7")
            }
        }
    }

    @Test("labels are replaced inside of other types, and come back", .needsPostgres(17))
    func nestedLabels() async throws {
        let tables = """
            CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'so so', 'glad'); CREATE DOMAIN app.shown AS app.mood;
            CREATE TYPE app.day AS (mood app.mood, moods app.mood[], note text);
            CREATE TABLE app.t (id int PRIMARY KEY, mood app.shown, moods app.shown[], day app.day, days app.day[]);
            """
        let rows = "SELECT string_agg(t::text, ' ' ORDER BY id) FROM app.t"
        try await Workshop.with { shop in
            let first = try await shop.declared(tables)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            try await shop.execute(
                """
                INSERT INTO app.t VALUES (1, 'sad', '{sad,glad}', '(sad,"{so so,sad}",sad)', ARRAY['(glad,{sad},)', NULL]::app.day[]),
                    (2, NULL, NULL, NULL, NULL), (3, 'so so', '{}', '(so so,,)', '{}')
                """)
            let before = try await shop.value(rows)
            var second = try await shop.declared(tables.replacing("'sad', ", with: ""))
            let place = try #require(second.facts.firstIndex(where: { $0.id == ObjectID(.enumType, schema: "app", "mood") }))
            second.facts[place][.replacedLabels] = .object(["sad": "so so"])
            try await shop.generate(second, "moods")
            try await shop.withLive(second) { live, _ in
                _ = try await live.apply()
                #expect(
                    try await shop.value(
                        """
                        SELECT count(*) FROM app.t WHERE to_jsonb(t) = to_jsonb(ROW(1, 'so so', '{so so,glad}',
                            '(so so,"{so so,so so}",sad)', ARRAY['(glad,{so so},)', NULL]::app.day[])::app.t)
                        """) == "1")
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
                #expect(try await shop.value(rows) == before)
            }
        }
    }

    @Test("NULLs that a migration fills before NOT NULL are NULLs again after the rollback", .needsPostgres(17))
    func filled() async throws {
        try await Workshop.with { shop in
            let before = try await prepare(shop)
            let second = try await database(shop, Self.tables.replacing("city text", with: "city text NOT NULL")) {
                $0[.backfill] = "'?'"
                $0[.backfillsInBatches] = true
                $0[.backfillsQuietly] = true
            }
            try await round(shop, second, before) { () async throws in
                #expect(try await shop.value("SELECT count(*) FROM app.person WHERE city = '?'") == "1000")
            }
        }
    }

    @Test("a fill keeps the columns that a trigger would set, and the updates of others meanwhile set them", .needsPostgres(17))
    func kept() async throws {
        try await Workshop.with { shop in
            let before = try await prepare(shop)
            let second = try await database(shop, Self.tables.replacing("city text", with: "city text NOT NULL")) {
                $0[.backfill] = "'?'"
                $0[.backfillsInBatches] = true
                $0[.backfillKeeps] = .texts(["changed"])
            }
            try await round(shop, second, before) { () async throws in
                #expect(try await shop.value("SELECT count(*) FROM app.person WHERE city = '?'") == "1000")
                #expect(try await shop.value("SELECT count(DISTINCT changed) FROM app.person") == "1")
            }
            let text = try String(contentsOf: shop.root.appending(path: "migrations/app/0002_change.sql"), encoding: .utf8)
            #expect(text.contains("WHEN (pg_catalog.current_setting('plumbline.filling', true) = 'on')"))
        }
    }

    @Test("a fill that fires a trigger which changes other columns is refused until the loss is accepted", .needsPostgres(17))
    func loud() async throws {
        try await Workshop.with { shop in
            _ = try await prepare(shop)
            let second = try await database(shop, Self.tables.replacing("city text", with: "city text NOT NULL")) {
                $0[.backfill] = "'?'"
                $0[.backfillsInBatches] = true
            }
            let error = await #expect(throws: MigrationError.self) { try await shop.generate(second, "change") }
            #expect(error?.message.contains("--allow-loss app.person.changed") == true, "\(error?.message ?? "")")
            #expect(error?.message.contains("keeping: [\"changed\"]") == true, "\(error?.message ?? "")")
        }
    }

    @Test("a trigger is found also where the rows of the proof have nothing to fill", .needsPostgres(17))
    func unfilled() async throws {
        try await Workshop.with { shop in
            _ = try await prepare(shop)
            let second = try await database(shop, Self.tables.replacing("city text", with: "city text, town text")) { _ in }
            var facts = second.facts
            let place = try #require(facts.firstIndex { $0.id == .column("town", of: .table("app", "person")) })
            facts[place][.backfill] = "nullif(city, city)"
            facts[place][.backfillsInBatches] = true
            var filling = second
            filling.facts = facts
            let error = await #expect(throws: MigrationError.self) { try await shop.generate(filling, "change") }
            #expect(error?.message.contains("--allow-loss app.person.changed") == true, "\(error?.message ?? "")")
            facts[place][.backfillKeeps] = .texts(["changed"])
            filling.facts = facts
            #expect(try await shop.generate(filling, "change") != nil)
        }
    }

    @Test("rows for which an expression is NULL stop apply before anything runs, if the column is NOT NULL", .needsPostgres(17))
    func nullExpression() async throws {
        try await Workshop.with { shop in
            _ = try await prepare(shop)
            let second = try await database(shop, Self.tables.replacing("city text", with: "city text, town text NOT NULL")) {
                _ in
            }
            var filling = second
            let place = try #require(second.facts.firstIndex { $0.id == .column("town", of: .table("app", "person")) })
            filling.facts[place][.backfill] = "city"
            filling.facts[place][.backfillsInBatches] = true
            filling.facts[place][.backfillKeeps] = .texts(["changed"])
            try await shop.generate(filling, "change")
            let nulls = try await shop.value("SELECT count(*) FROM app.person WHERE city IS NULL")
            try await shop.withLive(filling) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(
                    error?.description.contains(
                        "app.person.town is NOT NULL, and the expression that fills it is NULL: \(nulls ?? "") rows") == true,
                    "\(error?.description ?? "")")
                #expect(
                    try await shop.value(
                        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'app.person'::regclass AND attname = 'town'") == "0")
            }
        }
    }

    @Test("a NOT NULL that fails behind a rename, or a new column, takes back its constraint and no more", .needsPostgres(17))
    func failed() async throws {
        try await Workshop.with { shop in
            _ = try await prepare(shop)
            let second = try await database(shop, Self.tables.replacing("city text", with: "town text NOT NULL"))
            var renamed = second
            renamed.renames = [Rename(from: .object(Self.city), to: .object(.column("town", of: .table("app", "person"))))]
            try await shop.generate(renamed, "change")
            try await shop.withLive(renamed) { (live, connection) async throws in
                // The questions are passed over, as if the NULLs had come after them.
                let pair = try MigrationDirectory(root: shop.root, database: "app").pairs()[1]
                let runner = MigrationRunner(connection, asksQuestions: false)
                await #expect(throws: MigrationError.self) { try await runner.run(pair.forward) }
                #expect(try await shop.value("SELECT count(*) FROM pg_constraint WHERE conname LIKE 'plumbline%'") == "0")
                try await shop.execute("UPDATE app.person SET town = 'none' WHERE town IS NULL")
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
            }
        }
    }

    @Test("a backfill waits while it is paused, says so, and goes on", .needsPostgres(17))
    func paused() async throws {
        try await Workshop.with { shop in
            _ = try await prepare(shop)
            let second = try await database(shop, Self.tables.replacing("city text", with: "city text NOT NULL")) {
                $0[.backfill] = "'?'"
                $0[.backfillsInBatches] = true
                $0[.backfillsQuietly] = true
            }
            try await shop.generate(second, "change")
            try await shop.withLive(second) { (live, _) async throws in
                try await live.setPaused(true)
                let (notices, continuation) = AsyncStream<String>.makeStream()
                let run = Task {
                    defer { continuation.finish() }
                    return try await shop.withLive(second) { (other, _) async throws in
                        try await other.apply { event in
                            if case .notice(let text) = event { continuation.yield(text) }
                        }
                    }
                }
                for await text in notices where text.contains("paused after 0 rows") { break }
                #expect(try await shop.value("SELECT count(*) FROM app.person WHERE city IS NULL") == "1000")
                try await live.setPaused(false)
                #expect(try await run.value.map(\.label) == ["0002_change"])
                #expect(try await live.compare().isClean)
            }
        }
    }
}
