import Migrator
import PostgresClient
import SchemaEngine
import SchemaModel
import Testing

@Suite("Columns of tables in use are dropped with their values, and come back, while clients go on")
struct OnlineColumnTests {
    private static func schema(_ columns: String, view: String) -> String {
        """
        CREATE SCHEMA app;
        CREATE TABLE app.account (id int, region int, \(columns) touched int NOT NULL DEFAULT 0,
            CONSTRAINT account_key PRIMARY KEY (region, id));
        CREATE VIEW app.brief AS SELECT \(view) FROM app.account;
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$;
        CREATE TRIGGER touching BEFORE UPDATE ON app.account FOR EACH ROW EXECUTE FUNCTION app.touch();
        """
    }
    private static let before = """
        "Note" text NOT NULL CONSTRAINT short CHECK (length("Note") < 40), place point, level int DEFAULT 7,
        """
    private static let rows = """
        INSERT INTO app.account SELECT i, i % 3, 'n' || i, CASE WHEN i % 5 > 0 THEN point(i, 1) END, nullif(i % 9, 0)
        FROM generate_series(1, 600) AS i;
        CREATE TABLE public.shadow AS SELECT id, region, "Note" AS note, place::text AS place, level FROM app.account;
        """
    private static let differing = """
        SELECT count(*) FROM (SELECT id, region, "Note" AS note, place::text AS place, level FROM app.account) AS e
        FULL JOIN public.shadow AS s USING (region, id)
        WHERE (e.note, e.place, e.level) IS DISTINCT FROM (s.note, s.place, s.level)
        """
    /// Rows come, change, get another key, and go, as long as all columns are there. New ones have a region of their own, so that no other
    /// row takes their key.
    private static let writing = """
        DO $do$ BEGIN
            IF 3 > (SELECT count(*) FROM pg_attribute WHERE attrelid = 'app.account'::regclass AND attname IN ('Note', 'place', 'level'))
                THEN RETURN; END IF;
            WITH new AS (INSERT INTO app.account (id, region, "Note", place) SELECT max(id) + 1, 7, 'new', point(0, 0) FROM app.account
                RETURNING *)
                INSERT INTO public.shadow SELECT id, region, "Note", place::text, level FROM new;
            WITH new AS (UPDATE app.account SET "Note" = 'x' || id || touched, level = NULL WHERE id IN (317, 590) RETURNING *)
                UPDATE public.shadow AS s SET note = n."Note", level = NULL FROM new AS n WHERE n.id = s.id;
            WITH new AS (UPDATE app.account SET id = id + 10000 WHERE id = (SELECT min(id) + 200 FROM app.account) RETURNING id)
                UPDATE public.shadow AS s SET id = s.id + 10000 FROM new AS n WHERE n.id = s.id + 10000;
            WITH old AS (DELETE FROM app.account WHERE id = (SELECT min(id) FROM app.account) RETURNING id)
                DELETE FROM public.shadow AS s USING old AS o WHERE o.id = s.id;
        END $do$
        """
    /// Of a client that does not know the columns that are gone.
    private static let touching = "UPDATE app.account SET touched = touched WHERE id IN (318, 591)"

    private static func prepared(_ shop: Workshop) async throws -> (
        DeclaredDatabase, DeclaredDatabase, MigrationGenerator.Generated
    ) {
        let first = try await shop.declared(schema(before, view: "id, \"Note\""))
        try await shop.generate(first, "initial")
        try await shop.withLive(first) { live, _ in _ = try await live.apply() }
        try await shop.execute(rows)
        let second = try await shop.declared(schema("", view: "id"))
        let made = try #require(try await shop.generate(second, "change", online: .all))
        return (first, second, made)
    }

    @Test("values that are written between any two statements are kept, and come back; no lock is long", arguments: [15, 18])
    func writes(_ major: Int) async throws {
        try await Workshop.with(major: major) { shop in
            let (first, second, made) = try await Self.prepared(shop)
            let certificate = try #require(made.proof.certificate)
            #expect(certificate.differences.isEmpty, "\(certificate.differences)")
            for direction in [certificate.forward, certificate.rollback] {
                for section in direction.sections {
                    #expect(section.rewrites.isEmpty, "\(section)")
                    #expect(section.scans.isEmpty || section.locks.allSatisfy { !$0.mode.blocksWrites }, "\(section)")
                }
            }
            for forward in [true, false] {
                let count = try await shop.migrate(second, forward: forward, writing: forward ? Self.writing : Self.touching)
                #expect(count > 5)
            }
            #expect(try await shop.value(Self.differing) == "0")
            #expect(try await shop.value(BreakOffTests.leftovers) == nil)
            try await shop.withLive(first) { (live, _) async throws in #expect(try await live.compare().isClean) }
        }
    }

    @Test("a migration that was broken off is finished, or taken back, with nothing lost and nothing left over")
    func brokenOff() async throws {
        try await Workshop.with { shop in
            let (first, second, _) = try await Self.prepared(shop)
            let points = try await BreakOffTests.run(shop, second, forward: true)
            let back = try await BreakOffTests.run(shop, second, forward: false)
            #expect(try await shop.value(Self.differing) == "0")
            for point in stride(from: 8, to: points, by: max(1, points / 8)) {
                await #expect(throws: (any Error).self, "point \(point)") {
                    _ = try await BreakOffTests.run(shop, second, forward: true, at: point)
                }
                let goesOn = point.isMultiple(of: 2)
                if goesOn {
                    _ = try await BreakOffTests.run(shop, second, forward: true)
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
}
