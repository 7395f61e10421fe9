import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("Each step that can fail has a question to the live data")
struct LiveQuestionTests {
    private static let tables = """
        CREATE SCHEMA app; CREATE DOMAIN app.code AS text; CREATE DOMAIN app.tag text;
        CREATE TYPE app.kind AS ENUM ('short', 'long'); CREATE TYPE app.state AS ENUM ('open', 'lost'); CREATE TYPE app.part AS (state app.state, n int);
        CREATE TABLE app.booking (id int PRIMARY KEY, room int NOT NULL, span int4range NOT NULL, code app.code,
            mail text, note text, tags app.tag[], kind app.kind, parts app.part[], CONSTRAINT mails UNIQUE (mail));
        CREATE TABLE app.log (id int, at date NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE app.log_rest PARTITION OF app.log DEFAULT;
        CREATE TABLE app.log_2027 (id int, at date NOT NULL);
        """
    private static let rows = """
        INSERT INTO app.booking VALUES (1, 1, '[1,5)', 'a', 'ann@x.org', 'n'), (2, 1, '[4,9)', 'b', 'bob@x.org', NULL),
            (3, 2, '[1,5)', ' ', NULL, 'n');
        UPDATE app.booking SET kind = 'short'; UPDATE app.booking SET tags = ARRAY['a', ' '], kind = 'long', parts = ARRAY[('open', 1), ('lost', 2)]::app.part[] WHERE id = 3;
        INSERT INTO app.log VALUES (1, '2026-05-01'), (2, '2025-05-01');
        INSERT INTO app.log_2027 VALUES (1, '2027-05-01'), (2, '2028-05-01'), (3, '2029-05-01');
        """

    struct Change: CustomTestStringConvertible, Sendable {
        let name: String
        let old: String
        let new: String
        let problem: String
        var renames: [Rename] = []
        var testDescription: String { name }
    }

    private static let booking = ObjectID.table("app", "booking")

    static let changes = [
        Change(
            name: "EXCLUDE by equality", old: "note text,", new: "note text, CONSTRAINT one EXCLUDE USING btree (room WITH =),",
            problem: "constraint app.booking.one is unique, and app.booking has values more than once: 1 row, such as room 1."),
        Change(
            name: "EXCLUDE by overlap", old: "note text,", new: "note text, CONSTRAINT free EXCLUDE USING gist (span WITH &&),",
            problem: "constraint app.booking.free refuses rows of app.booking that overlap others: 2 rows, such as id "),
        Change(
            name: "a check of a domain", old: "AS text;", new: "AS text CONSTRAINT filled CHECK (VALUE <> ' ');",
            problem: "constraint app.code.filled refuses values of app.booking.code: 1 row, such as id 3."),
        Change(
            name: "a check of a domain that an array has", old: "app.tag text;",
            new: "app.tag text CONSTRAINT filled CHECK (VALUE <> ' ');",
            problem: "constraint app.tag.filled refuses values of app.booking.tags: 1 row, such as id 3."),
        Change(
            name: "a check of a domain that takes the name of an enum",
            old: "TYPE app.kind AS ENUM ('short', 'long')", new: "DOMAIN app.kind AS text NOT NULL CHECK (VALUE <> 'long')",
            problem: "constraint app.kind.kind_check refuses values of app.booking.kind: 1 row, such as id 3."),
        Change(
            name: "a label inside of an array of composite values", old: "app.state AS ENUM ('open', 'lost')",
            new: "app.state AS ENUM ('open')",
            problem: "enum type app.state loses 'lost', and app.booking.parts has rows with that: 1 row, such as id 3."),
        Change(
            name: "a partition beside a filled default that has a trigger of its own", old: "CREATE TABLE app.log_2027",
            new: """
                CREATE FUNCTION app.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE TRIGGER t AFTER DELETE ON app.log_rest FOR EACH ROW EXECUTE FUNCTION app.t();
                CREATE TABLE app.log_2026 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); CREATE TABLE app.log_2027
                """,
            problem: "app.log_rest, the default partition, has rows that belong to the new app.log_2026: 1 row"),
        Change(
            name: "a table that becomes a partition", old: "CREATE TABLE app.log_2027 (id int, at date NOT NULL);",
            new: "CREATE TABLE app.log_2027 PARTITION OF app.log FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');",
            problem: "app.log_2027 becomes a partition, and has rows beyond its bounds: 2 rows"),
        Change(
            name: "NOT NULL in the migration that renames the column", old: "note text", new: "remark text NOT NULL",
            problem: "app.booking.remark becomes NOT NULL, and has NULLs: 1 row, such as id 2.",
            renames: [
                Rename(from: .object(.column("note", of: booking)), to: .object(.column("remark", of: booking)))
            ]),
        Change(
            name: "a new NOT NULL column that nothing fills", old: "note text", new: "note text, size int NOT NULL",
            problem:
                "app.booking.size is new and NOT NULL, and nothing fills the rows that are there: 3 rows, such as id 1; id 2; id 3."
        ),
    ]

    @Test("the rows are counted before anything runs, and a few are named by their key", .needsPostgres(17), arguments: changes)
    func asked(_ change: Change) async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Self.tables)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute(Self.rows)
            try #require(Self.tables.contains(change.old))
            var second = try await shop.declared(Self.tables.replacing(change.old, with: change.new))
            second.renames = change.renames
            try await shop.generate(second, "change")
            try await shop.withLive(second) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.description.contains(change.problem) == true, "\(error?.description ?? "")")
                #expect(error?.description.contains("nothing was changed") == true)
                // The plan asks the same.
                let found = try await live.ask(live.plan(live.compare())).map(\.description)
                #expect(found.contains { $0.contains(change.problem.prefix { $0 != ":" }) }, "\(found)")
            }
            try await shop.withLive(first) { (live, _) async throws in #expect(try await live.compare().isClean) }
        }
    }

    @Test("values of a column are shown where they say nothing of a person, or are declared unmasked", .needsPostgres(17))
    func masked() async throws {
        try await Workshop.with { shop in
            let tables =
                "CREATE SCHEMA app; CREATE TABLE app.person (mail text, number int, note text, PRIMARY KEY (mail, number));"
            let first = try await shop.declared(tables)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute("INSERT INTO app.person VALUES ('ann@x.org', 7, NULL)")
            for (mail, number, expected) in [
                (nil, nil, "such as mail ***, number 7."), (Exposure.unmasked, nil, "such as mail ann@x.org, number 7."),
                (.sensitive, Exposure.sensitive, "1 row. Find"),
            ] {
                var second = try await shop.declared(tables.replacing("note text", with: "note text NOT NULL"))
                for index in second.facts.indices where second.facts[index].id.kind == .column {
                    let exposure =
                        second.facts[index].id.name == "mail" ? mail : second.facts[index].id.name == "number" ? number : nil
                    second.facts[index][.exposure] = exposure.map { .text($0.rawValue) }
                }
                for folder in ["migrations", "rollback"] {
                    try? FileManager.default.removeItem(at: shop.path(folder, "0002_change"))
                }
                _ = try await MigrationGenerator(shop.project(first), first, host: shop.host).accept()
                try await shop.generate(second, "change")
                try await shop.withLive(second) { (live, _) async throws in
                    let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
                }
            }
        }
    }
}
