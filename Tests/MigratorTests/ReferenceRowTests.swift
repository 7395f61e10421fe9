import Migrator
import PlumblineTesting
import Sandbox
import SchemaModel
import PostgresClient
import Testing

@Suite("Reference rows")
struct ReferenceRowTests {
    private static let tables = """
        CREATE SCHEMA app;
        CREATE TABLE app.label (id serial PRIMARY KEY, title text UNIQUE, color text, made timestamptz NOT NULL);
        CREATE TABLE app.use (label_id int REFERENCES app.label ON DELETE CASCADE);
        """

    private func row(_ title: String, _ color: String) -> Fact {
        let key = Value.object(["title": .text(title)])
        return Fact(
            ObjectID(.referenceRow, key.json, parent: .table("app", "label")),
            [.key: key, .values: .object(["color": .text(color)]), .insertOnly: .object(["made": "now()"])])
    }

    @Test("going back removes only what we put in and nothing refers to, and gives changed rows their old values")
    func thereAndBack() async throws {
        try await Workshop.with { shop in
            let bare = try await shop.declared(Self.tables)
            try await shop.generate(bare, "initial")
            try await shop.withLive(bare) { live, _ in _ = try await live.apply() }
            try await shop.execute(
                """
                INSERT INTO app.label (title, color, made) VALUES ('theirs', 'old', '2000-01-01'), ('other', 'kept', '2000-01-01')
                """)
            var declared = bare
            declared.facts += [row("theirs", "new"), row("free", "red"), row("it's \"used\" 100%", "blue")]
            try await shop.generate(declared, "labels")
            try await shop.withLive(declared) { live, _ in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("--adopt") == true)
                _ = try await live.apply(MigrateOptions(adoptsRows: true))
                #expect(try await live.apply().isEmpty)
                #expect(try await live.compare().isClean)
            }
            let all = "SELECT string_agg(title || '=' || color, ' ' ORDER BY title) FROM app.label"
            #expect(try await shop.value(all) == "free=red it's \"used\" 100%=blue other=kept theirs=new")
            let made = "SELECT extract(year FROM made) FROM app.label WHERE title = 'theirs'"
            #expect(try await shop.value(made) == "2000")
            try await shop.execute("INSERT INTO app.use SELECT id FROM app.label WHERE title LIKE 'it''s%'")

            try await shop.withLive(declared) { live, _ in _ = try await live.rollBack(live.plannedRollbacks(to: 1)) }
            #expect(try await shop.value(all) == "it's \"used\" 100%=blue other=kept theirs=old")
            #expect(try await shop.value("SELECT count(*) FROM app.use") == "1")
        }
    }

    @Test("a job of another database with the same name is neither taken over nor dropped")
    func jobsOfOthers() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(
                "CREATE SCHEMA app; SELECT cron.schedule('clean', '0 3 * * *', 'SELECT 1');")
            try await shop.server.load(.cronStub, into: shop.live.database ?? "")
            try await shop.generate(declared, "initial")
            let others = "cron.job WHERE database = 'other' AND jobname = 'clean'"
            try await shop.execute(
                """
                INSERT INTO cron.job (schedule, command, nodeport, database, jobname)
                VALUES ('1 1 * * *', 'SELECT 2', 5432, 'other', 'clean')
                """)
            try await shop.withLive(declared) { live, _ in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("cannot run here. Nothing was changed.") == true, "\(error?.message ?? "")")
                #expect(try await shop.value("SELECT command FROM \(others)") == "SELECT 2")
                // Another role may have a job of this name.
                try await shop.execute("UPDATE cron.job SET username = 'somebody'")
                _ = try await live.apply()
                #expect(try await shop.value("SELECT count(*) FROM cron.job") == "2")
                _ = try await live.rollBack(live.plannedRollbacks(to: 0))
                #expect(try await shop.value("SELECT count(*) FROM cron.job") == "1")
                #expect(try await shop.value("SELECT count(*) FROM \(others)") == "1")
            }
        }
    }
}
