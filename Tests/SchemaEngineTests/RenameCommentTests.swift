import SchemaEngine
import SchemaModel
import Testing

@Suite("Comments in SQL that say an earlier name")
struct RenameCommentTests {
    private static let table = ObjectID.table("app", "Order lines")
    private static let mood = ObjectID(.enumType, schema: "app", "mood")
    private static let state = CatalogState(
        facts: Dictionary(
            uniqueKeysWithValues: [
                Fact(.schema("app")), Fact(table), Fact(.column("remark", of: table), [.type: "text"]),
                Fact(mood, [.labels: .texts(["it's blue", "glad"])]),
                Fact(.function("app", "g", "integer"), [.routine: "function"]),
            ].map { ($0.id, $0) }))

    private func renames(_ text: String) throws -> [String] {
        try RenameComment.renames(RenameComment.all(in: text, file: "new.sql"), in: Self.state).map(\.description)
    }

    @Test("names are quoted as in SQL, and lines of another kind are left alone")
    func names() throws {
        let text = """
            CREATE TABLE app."Order lines" (remark text);
            -- plumb:renamed table app.lines to "Order lines"
              --plumb:renamed   column app."Order lines"."The ""no""te" to  remark
            -- plumb:renamed value app.mood.'it''s sad' to 'it''s blue'
            -- plumb:renamed function app.f(integer) to g
            -- plumb:renamed table old."Order lines" to app."Order lines"
            -- renamed table a to b
            """
        #expect(
            try renames(text) == [
                "table app.lines to Order lines", "column app.Order lines.The \"no\"te to remark",
                "label app.mood.it's sad to it's blue",
                "function app.f(integer) to g", "table old.Order lines to app.Order lines",
            ])
    }

    @Test("lines may end as on Windows")
    func windows() throws {
        let text = "-- words\r\n-- plumb:renamed table app.lines to \"Order lines\"\r\nSELECT 1;\r\n"
        #expect(try renames(text) == ["table app.lines to Order lines"])
    }

    @Test("a chain need not name what is no longer there as the last one")
    func chain() throws {
        let text = """
            -- plumb:renamed column app."Order lines".note to comment
            -- plumb:renamed column app."Order lines".comment to remark
            """
        #expect(try renames(text) == ["column app.Order lines.note to comment", "column app.Order lines.comment to remark"])
    }

    @Test(
        "what is not of the form is an error with file and line",
        arguments: [
            ("-- plumb:renamed tabel a to b", "`tabel` is not a kind of object that can be renamed"),
            ("-- plumb:renamed table to b", "` to ` and the new name must stand after the old name"),
            ("-- plumb:renamed table app.a", "` to ` and the new name must stand after the old name"),
            ("-- plumb:renamed table app.a to", "` to ` and the new name must stand after the old name"),
            ("-- plumb:renamed table app.a to b c", "` c` stands after the new name"),
            ("-- plumb:renamed table app.\"a to b", "a name must stand after `table`"),
            ("-- plumb:renamed table app.a to app.a", "both names are the same"),
            ("-- plumb:renamed column app.t.a to t.b", "the new name has 2 parts and the old one 3"),
            ("-- plumb:renamed table app.a to b", "there is no table app.b here"),
            ("-- plumb:renamed column app.t.a to b", "there is no column app.t.b here"),
        ])
    func errors(line: String, reason: String) {
        let error = #expect(throws: RenameCommentError.self) { try renames("SELECT 1;\n" + line) }
        #expect(error?.description.hasPrefix("new.sql:2: ") == true)
        #expect(error?.reason.hasPrefix(reason) == true, "\(error?.reason ?? "")")
    }
}

@Suite("Which drops and additions may be renames")
struct RenameCandidateTests {
    private static func state(_ table: String, _ columns: [(String, String)], labels: [String] = []) -> CatalogState {
        let id = ObjectID.table("app", table)
        let type = Fact(ObjectID(.enumType, schema: "app", "mood"), [.labels: .texts(labels)])
        let facts = [Fact(.schema("app")), Fact(id), type] + columns.map { Fact(.column($0.0, of: id), [.type: .text($0.1)]) }
        return CatalogState(facts: Dictionary(uniqueKeysWithValues: facts.map { ($0.id, $0) }))
    }

    private func find(_ old: CatalogState, _ new: CatalogState) -> [String] {
        RenameCandidates.find(from: old, to: new).map { "\($0.gone) -> \($0.new.map(\.name).joined(separator: ", "))" }
    }

    @Test("columns of one type in one table")
    func columns() {
        let old = Self.state("t", [("id", "integer"), ("note", "text"), ("n", "integer")])
        #expect(find(old, Self.state("t", [("id", "integer"), ("a", "text"), ("b", "text")])) == ["column app.t.note -> a, b"])
        #expect(find(old, Self.state("t", [("id", "integer"), ("a", "date")])) == [])
        #expect(find(old, Self.state("t", [("id", "integer"), ("note", "text")])) == [])
    }

    @Test("a column that is filled from a dropped one is another column")
    func filled() {
        let old = Self.state("t", [("id", "integer"), ("email", "text")])
        var new = Self.state("t", [("id", "integer"), ("name", "text"), ("other", "text")])
        let table = ObjectID.table("app", "t")
        new.facts[.column("name", of: table)]?[.backfill] = .text("split_part(email, '@', 1)")
        new.facts[.column("other", of: table)]?[.backfill] = .text("emails(id)")
        #expect(find(old, new) == ["column app.t.email -> other"])
    }

    @Test("tables with half of their columns in common")
    func tables() {
        let old = Self.state("t", [("id", "integer"), ("note", "text")])
        #expect(find(old, Self.state("u", [("id", "integer"), ("other", "text")])) == ["table app.t -> u"])
        #expect(find(old, Self.state("u", [("key", "uuid"), ("other", "text")])) == [])
    }

    @Test("labels of one enum type")
    func labels() {
        let old = Self.state("t", [], labels: ["sad", "glad"])
        #expect(find(old, Self.state("t", [], labels: ["blue", "glad"])) == ["label app.mood.sad -> blue"])
        #expect(find(old, Self.state("t", [], labels: ["glad", "sad", "calm"])) == [])
    }
}
