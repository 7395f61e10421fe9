import Foundation
import PlumblineTesting
import SchemaModel
import Testing

@testable import Migrator

@Suite("Proof with rows")
struct RowProofTests {
    private static let first = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'glad');
        CREATE TABLE app.person (id serial PRIMARY KEY, email text NOT NULL UNIQUE, note text, mood app.mood, n bigint, at timestamptz);
        CREATE TABLE app.visit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id int NOT NULL REFERENCES app.person,
            day date, k varchar(10));
        CREATE TABLE app.old (id int PRIMARY KEY, v jsonb);
        """

    /// A change of the schema, and what the proof says of it.
    struct Change: CustomTestStringConvertible, Sendable {
        let name: String
        let edits: [(String, String)]
        /// What is in quarantine until the rollback.
        var away: [String] = []
        /// The table that has rows which the migration refuses.
        var refusedIn: String?

        var testDescription: String { name }
        var schema: String { edits.reduce(RowProofTests.first) { $0.replacing($1.0, with: $1.1) } }
    }

    static let changes = [
        Change(
            name: "a dropped column and a dropped table",
            edits: [(" note text,", ""), ("CREATE TABLE app.old (id int PRIMARY KEY, v jsonb);", "")],
            away: ["app.old", "app.person.note"]),
        Change(name: "NOT NULL over NULLs", edits: [("day date", "day date NOT NULL")], refusedIn: "app.visit"),
        Change(name: "a check that rows violate", edits: [("v jsonb", "v jsonb, CHECK (id > 0)")], refusedIn: "app.old"),
        Change(name: "a unique key over duplicates", edits: [("day date", "day date UNIQUE")], refusedIn: "app.visit"),
        Change(name: "an integer that gets smaller", edits: [("n bigint", "n integer")], refusedIn: "app.person"),
        Change(name: "a new table and a new column", edits: [("v jsonb", "v jsonb, w text NOT NULL DEFAULT 'x'")]),
    ]

    @Test("says what becomes of the values", arguments: changes)
    func change(_ change: Change) async throws {
        try await Workshop.with { shop in
            try await shop.generate(try await shop.declared(Self.first), "initial")
            let proof = try #require(try await shop.generate(try await shop.declared(change.schema), "change")).proof
            #expect(proof.rows > 30)
            #expect(proof.tables == 3)
            #expect(proof.notFilled.isEmpty)
            #expect(proof.outcomes.filter { $0.outcome == .losslessUntilPurge }.flatMap(\.names).sorted() == change.away)
            #expect(proof.outcomes.allSatisfy { $0.outcome <= .losslessUntilPurge })
            let refused = proof.refused.filter { $0.direction == .forward && !$0.cameAfter }
            #expect(Set(refused.map { $0.table?.path }) == (change.refusedIn.map { [$0] } ?? []))
            // Only those rows are left out, not the table.
            #expect(refused.allSatisfy { (1..<$0.of).contains($0.rows) })
        }
    }

    @Test("rows that a new materialized view cannot be computed from are left out, also where they come back from quarantine")
    func materializedView() async throws {
        let view = "CREATE MATERIALIZED VIEW app.share AS SELECT id, 100 / n AS share FROM app.person;"
        try await Workshop.with { shop in
            let made = try #require(try await shop.generate(try await shop.declared(Self.first + view), "initial"))
            let refused = try #require(made.proof.refused.first)
            #expect(made.proof.refused.count == 1)
            #expect((refused.table?.path, refused.cameAfter, refused.reason) == ("app.person", true, "division by zero"))
            #expect((1..<refused.of).contains(refused.rows))
        }
        try await Workshop.with { shop in
            try await shop.generate(try await shop.declared(Self.first), "initial")
            let made = try #require(try await shop.generate(try await shop.declared(Self.first + view), "share"))
            #expect(Set(made.proof.refused.map { $0.table?.path }) == ["app.person"])
            #expect(made.proof.refused.contains { !$0.cameAfter })
        }
    }

    @Test("every type goes through a rebuild of its table and back", .needsPostgres(15), .needsPostgres(18), arguments: [15, 18])
    func everyType(major: Int) async throws {
        try await Workshop.with(major: major) { shop in
            // The multirange of a range type keeps the schema when the range goes to quarantine.
            let schema = FillSchemas.types
                .replacing("CREATE TYPE app.span AS RANGE (subtype = double precision);", with: "").replacing(
                    " g app.span,", with: ""
                )
                // A dropped column is kept by the primary key.
                .replacing("app.texts (a text", with: "app.texts (id int PRIMARY KEY, a text")
                .replacing("app.documents (a json", with: "app.documents (id int PRIMARY KEY, a json")
            try await shop.generate(try await shop.declared(schema), "initial")
            let changed =
                schema
                .replacing("a smallint, b integer", with: "a integer, b bigint").replacing(
                    " a text, b varchar, ", with: " b varchar, "
                )
                .replacing("'glad', ", with: "'new', 'glad', ").replacing("CREATE TABLE app.nothing ();", with: "")
                .replacing("b jsonb, c xml", with: "c xml")
            let proof = try #require(try await shop.generate(try await shop.declared(changed), "change")).proof
            #expect(proof.tables == 13)
            #expect(proof.outcomes.allSatisfy { $0.outcome <= .losslessUntilPurge }, "\(proof.lines.joined(separator: "\n"))")
            #expect(
                proof.outcomes.filter { $0.outcome == .losslessUntilPurge }.flatMap(\.names).sorted() == [
                    "app.documents.b", "app.nothing", "app.texts.a",
                ])
        }
    }

    @Test(
        "a migration that changes or loses a value is caught, by table and column",
        arguments: [
            ("UPDATE app.person SET note = 'x' WHERE note IS NULL;", "app.person.note: "),
            ("UPDATE app.person SET n = 0 WHERE id = (SELECT min(id) FROM app.person);", "app.person.n: 1 of "),
            ("DELETE FROM app.visit WHERE id = (SELECT min(id) FROM app.visit);", "app.visit: 1 of "),
        ])
    func rigged(statement: String, finding: String) async throws {
        try await Workshop.with { shop in
            try await shop.generate(try await shop.declared(Self.first), "initial")
            let changed = try await shop.declared(Self.first + "CREATE TABLE app.extra (id int PRIMARY KEY);")
            try await shop.generate(changed, "change")
            let pairs = try shop.project(changed).directory("app").pairs()
            let pair = try #require(pairs.last)
            let text = try String(contentsOf: shop.path("migrations", "0002_change"), encoding: .utf8)
            let rigged = try MigrationFile(text: Self.rigged(text, with: statement), path: pair.forward.path)
            let generator = MigrationGenerator(shop.project(changed), changed, host: shop.host)
            let error = await #expect(throws: MigrationError.self) {
                try await generator.prove(Array(pairs.dropLast()), new: .init(forward: rigged, rollback: pair.rollback))
            }
            #expect(error?.message.contains("loses values") == true)
            let name = try #require(finding.split(separator: ":").first).description
            #expect(error?.message.contains("accept the loss with `--allow-loss \(name)`.") == true)
            var allowed = generator
            allowed.allowedLosses = [name]
            let proof = try await allowed.prove(Array(pairs.dropLast()), new: .init(forward: rigged, rollback: pair.rollback))
            #expect(proof.outcomes.filter { $0.outcome == .lossy }.flatMap(\.names) == [name])
            #expect(error?.message.contains(finding) == true, "\(error?.message ?? "")")
        }
    }

    /// A file that does something more before it creates the table, with the checksums that fit it.
    private static func rigged(_ text: String, with statement: String) throws -> String {
        let table = try #require(text.range(of: "CREATE TABLE app.extra"))
        let changed = text[..<table.lowerBound] + statement + "\n" + text[table.lowerBound...]
        return try MigrationSeal.sealed(String(changed), path: "rigged.sql")
    }
}
