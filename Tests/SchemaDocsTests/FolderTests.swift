import Foundation
import SchemaDSL
import Testing

@testable import SchemaDocs

private final class Person: Table, Sendable {
    let id = Column("id", .bigint).identity(.always).primaryKey()
    let email = Column("email", .text).notNull().unique().sensitive()
}

private final class Visit: Table, Sendable {
    let id = Column("id", .bigint).identity(.always).primaryKey().unmasked()
    let person: Column<Int64>
    let before = Column("before_id", .bigint)
    let note: Column<String>
    init(_ people: Person, note: String) {
        person = Column("person_id", .bigint).notNull().references(people.id, onDelete: .cascade)
        self.note = Column("note", .text).comment(note)
    }
    var body: TableBody { ForeignKey(before, references: id) }
}

/// A project of another team: two schemas, a key from one to the other, and one to itself.
private func shop(note: String = "What was said", schemas: Int = 2) throws -> SchemaDocumentation {
    let people = Person()
    let all = [
        Schema("crm", tables: [people], comment: "Who comes."), Schema("app", tables: [Visit(people, note: note)]),
    ]
    return try SchemaDocumentation(project: "shop", databases: [Database("shop", schemas: Array(all.prefix(schemas)))])
}

@Suite("The folder docs/schema", .enabled(if: hasGraphviz, "needs Graphviz (package graphviz)"))
struct FolderTests {
    private static let files = ["README.md", "shop.app.md", "shop.app.svg", "shop.crm.md", "shop.crm.svg"].map {
        "docs/schema/\($0)"
    }

    @Test("is written once, is current then, and says what a change makes stale")
    func writing() async throws {
        try await withFolder { root in
            let folder = DocumentationFolder(root: root)
            #expect(!folder.exists)
            #expect(try folder.stale(shop()).map(\.reason) == Array(repeating: .missing, count: 5))
            #expect(try await folder.write(shop()) == Self.files)
            #expect(try folder.stale(shop()) == [])
            #expect(try await folder.write(shop()) == [])
            // A comment is on the page and not in the diagram.
            let stale = try folder.stale(shop(note: "Something else"))
            #expect(stale.map(\.description) == ["docs/schema/shop.app.md is not what is declared; run `plumb docs`"])
            #expect(try await folder.write(shop(), redraws: true) == Self.files.filter { $0.hasSuffix(".svg") })
        }
    }

    @Test("finds pages and drawings that somebody changed, deleted or left over, and leaves others' files alone")
    func staleness() async throws {
        try await withFolder { root in
            let folder = DocumentationFolder(root: root)
            try await folder.write(shop())
            func file(_ name: String) -> URL { root.appending(components: "docs", "schema", name) }
            try Data("Ours.\n".utf8).write(to: file("notes.md"))
            let svg = try String(contentsOf: file("shop.app.svg"), encoding: .utf8)
            try Data(svg.replacing("person_id", with: "persom_id").utf8).write(to: file("shop.app.svg"))
            let page = try String(contentsOf: file("shop.crm.md"), encoding: .utf8)
            try Data(page.replacing("NOT NULL", with: "").utf8).write(to: file("shop.crm.md"))
            try FileManager.default.removeItem(at: file("README.md"))
            let stale = try folder.stale(shop())
            #expect(stale.map(\.file) == ["README.md", "shop.app.svg", "shop.crm.md"].map { "docs/schema/\($0)" })
            #expect(stale.map(\.reason) == [.missing, .changed, .changed])
            #expect(try await folder.write(shop()).count == 3)

            let fewer = try folder.stale(shop(schemas: 1)).filter { $0.reason == .orphaned }.map(\.file)
            #expect(fewer == ["docs/schema/shop.app.md", "docs/schema/shop.app.svg"])
            try await folder.write(shop(schemas: 1))
            #expect(!FileManager.default.fileExists(atPath: file("shop.app.svg").path))
            #expect(try String(contentsOf: file("notes.md"), encoding: .utf8) == "Ours.\n")
        }
    }

    @Test("a file of somebody else that is where a page has to be is not overwritten")
    func inTheWay() async throws {
        try await withFolder { root in
            let readme = root.appending(components: "docs", "schema", "README.md")
            try FileManager.default.createDirectory(at: readme.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("Written by hand.\n".utf8).write(to: readme)
            await #expect(throws: DocsError.self) { try await DocumentationFolder(root: root).write(shop()) }
            #expect(try String(contentsOf: readme, encoding: .utf8) == "Written by hand.\n")
        }
    }

    @Test("without Graphviz the pages are written and the message names the package; it is missed only where it is needed")
    func withoutGraphviz() async throws {
        try await withFolder { root in
            let without = DocumentationFolder(root: root, dot: "no-such-dot")
            do {
                try await without.write(shop())
                Issue.record("something was drawn without a program")
            } catch let error as DocsError {
                #expect(error.code == .noGraphviz && error.message.contains("apt-get install graphviz"), "\(error)")
            }
            #expect(try without.stale(shop()).map(\.file) == Self.files.filter { $0.hasSuffix(".svg") })
            try await DocumentationFolder(root: root).write(shop())
            #expect(try await without.write(shop(note: "Something else")) == ["docs/schema/shop.app.md"])
        }
    }

    @Test("the drawings are well-formed, lead to the pages, and tell in words what they show")
    func drawings() async throws {
        try await withFolder { root in
            let folder = DocumentationFolder(root: root)
            let documentation = try shop()
            try await folder.write(documentation)
            for diagram in documentation.diagrams {
                let svg = try String(contentsOf: root.appending(components: "docs", "schema", diagram.file), encoding: .utf8)
                let drawing = DrawingReader(svg)
                #expect(drawing.problem == nil)
                #expect(Set(drawing.ids).count == drawing.ids.count)
                #expect(drawing.texts.contains(diagram.title) && drawing.texts.contains(diagram.summary))
                for link in drawing.links {
                    let parts = link.split(separator: "#").map(String.init)
                    let page = try #require(documentation.pages.first { $0.file == parts[0] }, "\(link)")
                    #expect(page.text.contains("<a id=\"\(parts[1])\"></a>"), "\(link)")
                }
            }
            let app = try String(contentsOf: root.appending(components: "docs", "schema", "shop.app.svg"), encoding: .utf8)
            let texts = DrawingReader(app).texts
            #expect(
                texts.contains("Visit (person_id) refers to crm.person(id) ON DELETE CASCADE".replacing("Visit", with: "visit")))
            #expect(texts.contains("visit (before_id) refers to app.visit(id)"))
            #expect(texts.contains { $0.contains("crm.person") } && texts.contains { $0.contains("other schema") })
            #expect(app.contains("prefers-color-scheme: dark"))
        }
    }
}
