import SchemaModel
import Testing

@Suite("Identities")
struct IdentityTests {
    private let table = ObjectID.table("analytics", "t")

    @Test("a child knows its root and its schema")
    func parents() {
        let column = ObjectID.column("c", of: table)
        let comment = ObjectID.comment(on: column)
        #expect(comment.root == table)
        #expect(comment.enclosingSchema == "analytics")
        #expect(column.description == "column analytics.t.c")
        #expect(ObjectID.index("i", on: table).description == "index analytics.i")
        #expect(ObjectID.function("s", "f", "integer, text").description == "function s.f(integer, text)")
    }

    @Test("a scope holds its schemas with all in them, single objects with what hangs on them, and nothing else")
    func scope() {
        let index = ObjectID.index("ours", on: .table("public", "theirs"))
        let scope = Scope(schemas: ["analytics"], objects: [index])
        #expect(scope.contains(.column("c", of: table)))
        #expect(scope.contains(.comment(on: index)))
        #expect(!scope.contains(.table("public", "theirs")))
        #expect(!scope.contains(.index("other", on: .table("public", "theirs"))))
    }

    @Test("names and values are equal when their bytes are, as in PostgreSQL, whatever Unicode finds equivalent")
    func bytes() {
        let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
        #expect(composed == decomposed)
        #expect(ObjectID.table("s", composed) != .table("s", decomposed))
        #expect(ObjectID.table("s", composed) == .table("s", "caf\u{e9}"))
        #expect(ObjectID.column("c", of: .table(composed, "t")) != .column("c", of: .table(decomposed, "t")))
        #expect(Value.list([.text(composed)]) != .list([.text(decomposed)]))
        #expect(Value.object(["a": .text(composed)]) != .object(["a": .text(decomposed)]))
        // Of the same length, and equivalent: two marks in two orders.
        #expect(Value.text("a\u{323}\u{302}") != .text("a\u{302}\u{323}"))
        #expect(Value.text(composed) == .text("caf\u{e9}") && Value.text(composed) != .null)
    }
}
