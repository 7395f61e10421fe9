import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("The live data is asked before anything runs")
struct LiveDataTests {
    static let tables = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'glad');
        CREATE TABLE app.customer (id int PRIMARY KEY, email text, age int, mood app.mood, note text, price numeric(10,4), ref int);
        CREATE TABLE app.place (id int PRIMARY KEY, height numeric(10,4));
        CREATE TABLE app.trip (id int PRIMARY KEY, places app.place[]);
        """
    /// 100 rows, of which some do not fit each of the changes.
    static let rows = """
        INSERT INTO app.customer SELECT i, 'c' || (i % 97) || '@x.org', i - 3, CASE WHEN i < 6 THEN 'sad' ELSE 'glad' END::app.mood,
            CASE WHEN i % 10 = 0 THEN NULL WHEN i = 7 THEN 'longer than three' ELSE 'abc' END, i + 0.1234, CASE WHEN i = 100 THEN 40000 ELSE i + 5 END
        FROM generate_series(1, 100) i;
        INSERT INTO app.place SELECT generate_series(1, 50);
        INSERT INTO app.trip SELECT i, ARRAY[(i, 1.5)::app.place, (i, i / 64.0)::app.place] FROM generate_series(1, 32) i
        """

    struct Change: CustomTestStringConvertible, Sendable {
        let name: String
        let sql: String
        let problem: String
        let many: Int
        var testDescription: String { name }
    }

    static let changes = [
        Change(
            name: "NOT NULL", sql: tables.replacing("note text", with: "note text NOT NULL"),
            problem: "app.customer.note becomes NOT NULL, and has NULLs", many: 10),
        Change(
            name: "CHECK", sql: tables.replacing("age int", with: "age int CHECK (age >= 0)"),
            problem: "constraint app.customer.customer_age_check refuses rows of app.customer", many: 2),
        Change(
            name: "UNIQUE", sql: tables.replacing("email text", with: "email text UNIQUE"),
            problem: "constraint app.customer.customer_email_key is unique, and app.customer has values more than once", many: 3),
        Change(
            name: "unique index over an expression",
            sql: tables + "CREATE UNIQUE INDEX one ON app.customer (lower(email)) WHERE age > -3;",
            problem: "index app.one is unique, and app.customer has values more than once", many: 3),
        Change(
            name: "FOREIGN KEY", sql: tables.replacing("ref int", with: "ref int REFERENCES app.customer"),
            problem: "constraint app.customer.customer_ref_fkey refers to rows of app.customer that do not exist", many: 5),
        Change(
            name: "FOREIGN KEY to a table that comes after the own one",
            sql: tables + "ALTER TABLE app.customer ADD FOREIGN KEY (ref) REFERENCES app.place;",
            problem: "constraint app.customer.customer_ref_fkey refers to rows of app.place that do not exist", many: 55),
        Change(
            name: "a shorter type", sql: tables.replacing("note text", with: "note varchar(3)"),
            problem: "app.customer.note becomes character varying(3), which cannot hold some of its values as they are", many: 1),
        Change(
            name: "a type that some texts do not convert to", sql: tables.replacing("note text", with: "note int"),
            problem: "app.customer.note becomes integer, and some of its values cannot be converted", many: 90),
        Change(
            name: "an integer that becomes shorter", sql: tables.replacing("ref int", with: "ref smallint"),
            problem: "app.customer.ref becomes smallint, which cannot hold some of its values as they are", many: 1),
        Change(
            name: "NOT NULL, of a table that is copied because it becomes partitioned",
            sql: tables.replacing("note text", with: "note text NOT NULL").replacing(
                "ref int);",
                with:
                    "ref int) PARTITION BY RANGE (id); CREATE TABLE app.all PARTITION OF app.customer FOR VALUES FROM (0) TO (1000);"
            ),
            problem: "app.customer.note becomes NOT NULL, and has NULLs", many: 10),
        Change(
            name: "a type that rounds", sql: tables.replacing("numeric(10,4)", with: "numeric(10,2)"),
            problem: "app.customer.price becomes numeric(10,2), which cannot hold some of its values as they are", many: 100),
        Change(
            name: "a type that rounds in rows that are stored elsewhere",
            sql: tables.replacing("height numeric(10,4)", with: "height numeric(10,2)"),
            problem:
                "app.place.height, in rows that app.trip.places holds, becomes numeric(10,2), which cannot hold some of its values as they are",
            many: 30),
        Change(
            name: "a label that goes", sql: tables.replacing("'sad', ", with: ""),
            problem: "enum type app.mood loses 'sad', and app.customer.mood has rows with that", many: 5),
    ]

    @Test("a database of another project is recognized before anything runs")
    func otherProject() async throws {
        try await Workshop.with { shop in
            let declared = try await shop.declared(Workshop.first)
            try await shop.generate(declared, "initial")
            try await shop.withLive(declared) { live, _ in
                _ = try await live.apply()
                #expect(try await live.otherProjects() == [])
                try await shop.execute("UPDATE plumbline.migration SET project = 'another'")
                #expect(try await live.otherProjects() == ["0001_initial of another"])
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                #expect(error?.message.contains("the newest is 0001_initial of another") == true)
                #expect(error?.message.contains("plumb apply --shared") == true)
            }
        }
    }

    @Test("says how many rows do not fit, how to find them, and changes nothing", arguments: changes)
    func refused(_ change: Change) async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Self.tables)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            try await shop.execute(Self.rows)
            let second = try await shop.declared(change.sql)
            try await shop.generate(second, "change")
            let digest = "SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM app.customer c"
            let before = try await shop.value(digest)
            try await shop.withLive(second) { (live, _) async throws in
                let error = await #expect(throws: MigrationError.self) { try await live.apply() }
                let text = error?.description ?? ""
                #expect(text.contains("0002_change: \(change.problem): \(Plural.text(change.many, "row"))"), "\(text)")
                #expect(text.contains(". Find them with: SELECT "), "\(text)")
                #expect(text.contains("nothing was changed"))
                #expect(try await live.status().map(\.state).last == .pending)
            }
            try await shop.withLive(first) { (live, _) async throws in #expect(try await live.compare().isClean) }
            // psql stops as well, before the first section.
            let psql = await #expect(throws: PsqlFailure.self) { try await shop.psql(shop.path("migrations", "0002_change")) }
            #expect(psql?.message.contains("\(change.problem): \(Plural.text(change.many, "row"))") == true)
            #expect(try await shop.value(digest) == before)
        }
    }

    @Test("a row that is written after the question: what was prepared is taken back, and the rerun finishes")
    func race() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Self.tables)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            let second = try await shop.declared(Self.tables.replacing("note text", with: "note text NOT NULL"))
            try await shop.generate(second, "change")
            try await shop.execute("INSERT INTO app.customer (id) VALUES (1)")
            try await shop.withLive(second) { (live, connection) async throws in
                // The questions are passed over, as if the row had come after them.
                let pair = try MigrationDirectory(root: shop.root, database: "app").pairs()[1]
                let runner = MigrationRunner(connection, asksQuestions: false)
                let error = await #expect(throws: MigrationError.self) { try await runner.run(pair.forward) }
                #expect(error?.description.contains("prepared for it has been undone") == true, "\(error?.description ?? "")")
                #expect(try await shop.value("SELECT count(*) FROM pg_constraint WHERE conname LIKE 'plumbline%'") == "0")
                try await shop.execute("INSERT INTO app.customer (id) VALUES (2); UPDATE app.customer SET note = ''")
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
            }
        }
    }
}
