import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaEngine
import SchemaModel
import Testing

@Suite("A schema evolves under rows, and loses none")
struct EvolutionTests {
    static let before = """
        CREATE SCHEMA app; CREATE TYPE app.status AS ENUM ('open', 'resolved', 'closed');
        CREATE TABLE app.customer (id int PRIMARY KEY, first_name text, last_name text, note text,
            status app.status NOT NULL, statuses app.status[]);
        """
    static let rows = """
        INSERT INTO app.customer SELECT i, 'First' || i, CASE WHEN i % 3 > 0 THEN 'Last' || i END, 'a long note ' || i,
            (ARRAY['open', 'resolved', 'closed'])[1 + i % 3]::app.status, ARRAY['resolved', 'open']::app.status[]
        FROM generate_series(1, 5000) i
        """
    static let digest = """
        SELECT md5(string_agg(concat_ws('|', id, first_name, last_name, note, status, statuses), ',' ORDER BY id)) FROM app.customer
        """

    /// The declaration after, with what only a declaration says.
    private func after(_ shop: Workshop, _ sql: String, _ change: (inout [ObjectID: Fact]) -> Void) async throws
        -> DeclaredDatabase
    {
        var database = try await shop.declared(sql)
        var facts = Dictionary(uniqueKeysWithValues: database.facts.map { ($0.id, $0) })
        change(&facts)
        database.facts = facts.values.sorted { $0.id < $1.id }
        return database
    }

    private func prepared(_ shop: Workshop) async throws {
        let first = try await shop.declared(Self.before)
        try await shop.generate(first, "initial")
        try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
        try await shop.execute(Self.rows)
    }

    @Test("two columns become one that is NOT NULL, under writes, and come back", arguments: [15, 17, 18])
    func mergedColumns(major: Int) async throws {
        guard try await ScratchServer.isInstalled(major: major) else { try Test.cancel("PostgreSQL \(major) is not installed") }
        try await Workshop.with(major: major) { shop in
            try await prepared(shop)
            let before = try await shop.value(Self.digest)
            let sql = Self.before.replacing("first_name text, last_name text", with: "full_name text NOT NULL DEFAULT 'none'")
            let second = try await after(shop, sql) { facts in
                let column = ObjectID.column("full_name", of: .table("app", "customer"))
                facts[column]?[.backfill] = "concat_ws(' ', first_name, last_name)"
                facts[column]?[.backfillsInBatches] = true
            }
            try await shop.generate(second, "full_name")
            // A client goes on writing as the old release does, until the columns go.
            let writer = Task {
                let connection = try await PostgresConnection.connect(shop.live)
                var written = 0
                for id in 10_000..<20_000 {
                    do {
                        try await connection.query(
                            "INSERT INTO app.customer (id, first_name, status) VALUES (\(id), 'New', 'open')")
                        written += 1
                    } catch let error as PostgresError {
                        guard error.sqlState == .undefinedColumn else { throw error }
                        break
                    }
                }
                await connection.close()
                return written
            }
            try await shop.withLive(second) { (live, _) async throws in
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
            }
            let written = try await writer.value
            #expect(try await shop.value("SELECT count(*) FROM app.customer") == String(5000 + written))
            #expect(try await shop.value("SELECT full_name FROM app.customer WHERE id = 4") == "First4 Last4")
            #expect(try await shop.value("SELECT count(*) FROM app.customer WHERE id >= 10000 AND full_name <> 'New'") == "0")
            #expect(try await shop.value("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'plumbline%'") == "0")
            try await shop.withLive(second) { (live, _) async throws in
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
                #expect(
                    try await shop.value("SELECT count(*) FROM app.customer WHERE id >= 10000 AND first_name <> 'New'") == "0")
                try await shop.execute("DELETE FROM app.customer WHERE id >= 10000")
                #expect(try await shop.value(Self.digest) == before)
                try await shop.execute("INSERT INTO app.customer (id, first_name, status) VALUES (9000, 'After', 'open')")
                _ = try await live.apply()
                #expect(try await shop.value("SELECT full_name FROM app.customer WHERE id = 9000") == "After")
            }
        }
    }

    @Test("a shorter type by a declared expression keeps the old values for the way back")
    func converted() async throws {
        try await Workshop.with { shop in
            try await prepared(shop)
            let before = try await shop.value(Self.digest)
            let second = try await after(shop, Self.before.replacing("note text", with: "note varchar(6)")) { facts in
                facts[.column("note", of: .table("app", "customer"))]?[.conversion] = "left(note, 6)"
            }
            try await shop.generate(second, "short_note")
            try await shop.withLive(second) { (live, _) async throws in
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
                #expect(try await shop.value("SELECT note FROM app.customer WHERE id = 7") == "a long")
                try await shop.execute("UPDATE app.customer SET note = 'mine' WHERE id = 8")
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
            }
            #expect(try await shop.value("SELECT note FROM app.customer WHERE id = 8") == "mine")
            try await shop.execute("UPDATE app.customer SET note = 'a long note 8' WHERE id = 8")
            #expect(try await shop.value(Self.digest) == before)
            #expect(try await shop.value("SELECT count(*) FROM pg_class WHERE relname LIKE 'customer.%'") == "0")
        }
    }

    @Test("a label that goes is replaced, also in arrays, and comes back where it was")
    func replacedLabel() async throws {
        try await Workshop.with { shop in
            try await prepared(shop)
            let before = try await shop.value(Self.digest)
            let second = try await after(shop, Self.before.replacing("'resolved', ", with: "")) { facts in
                facts[ObjectID(.enumType, schema: "app", "status")]?[.replacedLabels] = .object(["resolved": "closed"])
            }
            try await shop.generate(second, "two_states")
            try await shop.withLive(second) { (live, _) async throws in
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
                #expect(try await shop.value("SELECT string_agg(DISTINCT status::text, ',') FROM app.customer") == "closed,open")
                #expect(try await shop.value("SELECT DISTINCT statuses::text FROM app.customer") == "{closed,open}")
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
            }
            #expect(try await shop.value(Self.digest) == before)
        }
    }

    @Test("a change that can be made, but not undone, is refused with that reason")
    func noWayBack() async throws {
        try await Workshop.with { shop in
            func schema(_ labels: String) -> String {
                """
                CREATE SCHEMA app; CREATE TYPE app.region AS ENUM (\(labels));
                CREATE TABLE app.t (id int, r app.region) PARTITION BY LIST (r);
                CREATE TABLE app.t_eu PARTITION OF app.t FOR VALUES IN ('eu');
                """
            }
            try await shop.generate(try await shop.declared(schema("'eu'")), "initial")
            let second = try await shop.declared(schema("'eu', 'us'"))
            let error = await #expect(throws: MigrationError.self) { try await shop.generate(second, "second") }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("the change can be made, but its rollback cannot"), "\(text)")
        }
    }

    /// psql takes some names in CREATE FUNCTION, such as `begin`, for the beginning of a body in standard SQL; then the rows of a dump are no
    /// rows to it.
    @Test("psql restores a plain dump of a database with a history")
    func restoredByPsql() async throws {
        try await Workshop.with { shop in
            try await prepared(shop)
            let dump = try await shop.server.dump(database: shop.live.database ?? "")
            let file = shop.root.appending(component: "dump.sql")
            try (dump + "\nCREATE TABLE public.last (a int);\nCOPY public.last (a) FROM stdin;\n1\n\\.\n").write(
                to: file, atomically: true, encoding: .utf8)
            try await shop.execute("DROP SCHEMA app CASCADE; DROP SCHEMA plumbline CASCADE")
            _ = try await shop.psql(file)
            #expect(try await shop.value("SELECT a FROM public.last") == "1")
            #expect(try await shop.value("SELECT to_regclass('app.customer')") == "app.customer")
        }
    }

    @Test("a backfill that is broken off goes on where it was, and psql runs the same file")
    func resumed() async throws {
        try await Workshop.with { shop in
            try await prepared(shop)
            let sql = Self.before.replacing("note text", with: "note text, size int NOT NULL")
            let second = try await after(shop, sql) { facts in
                let column = ObjectID.column("size", of: .table("app", "customer"))
                facts[column]?[.backfill] = "length(note)"
                facts[column]?[.backfillsInBatches] = true
            }
            try await shop.generate(second, "size")
            try await shop.execute("UPDATE app.customer SET note = 'bad' WHERE id = 4000")
            // What a trigger refuses is not known before.
            try await shop.execute(
                """
                CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not this one''; END';
                CREATE TRIGGER refuse BEFORE UPDATE ON app.customer FOR EACH ROW WHEN (OLD.note = 'bad' AND NEW.note = 'bad')
                EXECUTE FUNCTION public.refuse()
                """)
            try await shop.withLive(second) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply(MigrateOptions(compares: false)) }
                #expect(error?.description.contains("fill column app.customer.size") == true, "\(error?.description ?? "")")
                #expect(
                    error?.description.contains("app.customer.size cannot be filled in the row with (id) = (4000)") == true,
                    "\(error?.description ?? "")")
                #expect(error?.description.contains("bad") == false, "a value of a row must not reach an error")
                let filled = try await shop.value("SELECT count(size) FROM app.customer")
                #expect((Int(filled ?? "") ?? 0) >= 1000)
                try await shop.execute(
                    "UPDATE app.customer SET note = 'good' WHERE id = 4000; DROP TRIGGER refuse ON app.customer; DROP FUNCTION public.refuse()"
                )
            }
            _ = try await shop.psql(shop.path("migrations", "0002_size"))
            #expect(try await shop.value("SELECT count(*) FROM app.customer WHERE size IS DISTINCT FROM length(note)") == "0")
            try await shop.withLive(second) { (live, _) async throws in
                #expect(try await live.apply().isEmpty)
                #expect(try await live.compare().isClean)
            }
        }
    }

    @Test(
        "columns are filled together, once every row can be converted; a rollback without a value for a new row does not begin",
        .needsPostgres(17))
    func refusedRows() async throws {
        try await Workshop.with { shop in
            let first = "CREATE SCHEMA app; CREATE TABLE app.item (id int PRIMARY KEY, label text NOT NULL, payload text);"
            try await shop.generate(try await shop.declared(first), "initial")
            try await shop.withLive(try await shop.declared(first)) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.item VALUES (1, 'a', '5'), (7, 'b', 'seven')")
            let second = try await after(
                shop, first.replacing("label text NOT NULL, payload text", with: "payload text, n int NOT NULL, other text")
            ) { facts in
                for (name, expression) in [("n", "payload::int"), ("other", "nullif(payload, '5')")] {
                    let column = ObjectID.column(name, of: .table("app", "item"))
                    facts[column]?[.backfill] = .text(expression)
                    facts[column]?[.backfillsInBatches] = true
                }
            }
            try await shop.generate(second, "number")
            let file = try String(contentsOf: shop.path("migrations", "0002_number"), encoding: .utf8)
            #expect(
                file.contains(
                    """
                    CALL plumbline.backfill('app.item', ARRAY['n', 'other'],
                        ARRAY[$value$payload::int$value$, $value$nullif(payload, '5')$value$]);
                    """), "\(file)")
            try await shop.withLive(second) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(
                    error?.description.contains(
                        "nothing was changed:\n  - 0002_number: app.item.n is filled by an expression that fails: 1 row, such as id 7. Find"
                    )
                        == true, "\(error?.description ?? "")")
                let psql = await #expect(throws: PsqlFailure.self) { try await shop.psql(shop.path("migrations", "0002_number")) }
                #expect(psql?.message.contains("app.item.n is filled by an expression that fails: 1 row") == true)
                try await shop.execute("UPDATE app.item SET payload = '7' WHERE id = 7")
                _ = try await live.apply()
                #expect(
                    try await shop.value(
                        "SELECT string_agg(concat_ws('/', id, payload, n, other), ',' ORDER BY id) FROM app.item")
                        == "1/5/5,7/7/7/7")
                try await shop.execute("INSERT INTO app.item VALUES (8, '8', 8)")
                let refused = await #expect(throws: MigrationError.self) {
                    try await live.rollBack(live.plannedRollbacks(to: 1))
                }
                #expect(
                    refused?.description.contains("app.item.label comes back as NOT NULL, and rows that came since have no value")
                        == true,
                    "\(refused?.description ?? "")")
                guard case .applied? = try await live.status().last?.state else {
                    Issue.record("the migration does not count as applied")
                    return
                }
                try await shop.execute("DELETE FROM app.item WHERE id = 8")
                _ = try await live.rollBack(live.plannedRollbacks(to: 1))
                #expect(try await shop.value("SELECT string_agg(label, ',' ORDER BY id) FROM app.item") == "a,b")
                // Nothing is left of the quarantine.
                #expect(try await shop.value("SELECT count(*) FROM pg_namespace WHERE nspname ~ '^plumbline_q0002f'") == "0")
            }
        }
    }

    @Test(
        "an expression is not tried out where it would change something; a trigger sees what generated columns will be",
        .needsPostgres(17))
    func writingExpression() async throws {
        try await Workshop.with { shop in
            let first = """
                CREATE SCHEMA app; CREATE SEQUENCE app.number;
                CREATE TABLE app.item (id int PRIMARY KEY, name text, loud text GENERATED ALWAYS AS (upper(name)) STORED);
                CREATE FUNCTION app.trim() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.name := btrim(NEW.name); RETURN NEW; END';
                CREATE TRIGGER zzz_trim BEFORE INSERT OR UPDATE ON app.item FOR EACH ROW EXECUTE FUNCTION app.trim();
                """
            try await shop.generate(try await shop.declared(first), "initial")
            try await shop.withLive(try await shop.declared(first)) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.item (id, name) SELECT i, 'n' || i FROM generate_series(1, 3) i")
            let second = try await after(shop, first.replacing("name text,", with: "name text, number bigint, copy text,")) {
                facts in
                for (name, expression) in [("number", "nextval('app.number')"), ("copy", "loud")] {
                    let column = ObjectID.column(name, of: .table("app", "item"))
                    facts[column]?[.backfill] = .text(expression)
                    facts[column]?[.backfillsInBatches] = true
                }
            }
            try await shop.generate(second, "number")
            try await shop.withLive(second) { (live, _) async throws in
                var options = MigrateOptions()
                options.observer = Client(shop: shop)
                _ = try await live.apply(options)
                let rows = try await shop.value(
                    "SELECT string_agg(concat_ws('/', id, name, copy), ',' ORDER BY id) FROM app.item")
                #expect(rows == "1/n1/N1,2/n2/N2,3/n3/N3,9/mine/MINE")
                // One number of the trigger, and two of the fill for each row, which looks at the expression before it takes it.
                let numbers = try await shop.value("SELECT string_agg(number::text, ',' ORDER BY number) FROM app.item")
                #expect(numbers == "1,3,5,7")
            }
        }
    }
}

/// Writes a row when a migration begins to fill columns, as a client does.
private struct Client: SectionWatching {
    let shop: Workshop

    func willRun(_ section: MigrationFile.Section, process: Int32) async throws {
        if section.title.hasPrefix("fill columns"), !section.title.hasSuffix("written") {
            try await shop.execute("INSERT INTO app.item (id, name) VALUES (9, ' mine ')")
        }
    }
}
