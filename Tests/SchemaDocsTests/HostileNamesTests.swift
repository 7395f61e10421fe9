import Foundation
import SchemaDSL
import SchemaModel
import Testing

@testable import SchemaDocs

private let nasty = "a|b`c</text><script>alert(1)</script>"
private let turned = "x\u{202E}y\nz \\N \\\" ]]> --> &amp; *_[l](javascript:0)"

private final class Hostile: Table, Sendable {
    let name = nasty
    let id = Column(turned, .bigint).primaryKey()
    let other = Column("\" onload=\"x", .text).default("| `</desc><img src=x onerror=1>")
        .comment("| `</svg><script>1</script> | <img src=x> [l](javascript:0)\n# head\n- item")
    let parent = Column("-->", .bigint)
    var body: TableBody {
        TableComment("<script>1</script> | # `")
        ForeignKey(parent, references: id, name: "fk|`<b>")
        Check(Predicate(sql: "\(other) <> '|`</td>'"), name: "check|`<i>")
        Index("index|`<u>", on: other, comment: "| <b>")
        RowSecurity.enabled
        Policy("policy|`<s>", for: .select, to: "role|`<q>", using: Predicate(sql: "\(other) = '|'"))
        Grant(.select, to: "role|`<q>")
    }
}

@Suite("Names and texts that are not what a page expects")
struct HostileNamesTests {
    private let documentation: SchemaDocumentation

    init() throws {
        let hostile = Hostile()
        let touch = Function(
            "f|`<b>", [], returns: .void, language: .sql, comment: "</details><script>", body: "SELECT 1 /* ``` */")
        let type = EnumType("e|`<b>", "l|`<b>", "```", comment: "| <b>")
        let schema = Schema(
            "../s|`<b>", types: [type], tables: [hostile], functions: [touch], grants: [Grant(.usage, to: "role|`<q>")],
            comment: "1. <b> | $x$")
        documentation = try SchemaDocumentation(
            project: "<b>|",
            databases: [
                Database(
                    "d/../`|<b>", schemas: [schema],
                    cronJobs: [CronJob("j|`<b>", schedule: "1 2 * * *", command: "SELECT '|`</td>' /* \(hostile) */")])
            ])
    }

    @Test("no markup gets onto a page, no cell is split, and each name can be read")
    func pages() throws {
        for page in documentation.pages {
            #expect(Reading.brokenRows(page.text) == [], "\(page.file)")
            #expect(!page.file.contains("/") && !page.file.contains("<"))
            // Within code between backticks and in fences nothing is markup.
            let bare = page.text.replacing(#/(?m)^(`{3,})[^\n]*\n(.|\n)*?\n\1$/#, with: "").replacing(#/`[^`\n]*`/#, with: "")
            let tags = bare.matches(of: #/<\/?[a-zA-Z][^>]*>/#).map { String($0.output) }
            let ours = tags.filter { tag in
                ["<code>", "</code>", "<details>", "</details>", "<summary>", "</summary>", "</a>"].contains(tag)
                    || tag.wholeMatch(of: #/<a id="[a-z0-9_~-]+">/#) != nil
            }
            #expect(tags == ours, "\(page.file)")
            #expect(!bare.replacing("\\]", with: "").contains("](javascript:"))
            #expect(!page.text.unicodeScalars.contains("\u{202E}"))
        }
        let page = try #require(documentation.pages.last).text
        #expect(page.contains("⟨U+202E⟩"))
        #expect(page.contains("<code>a&#124;b&#96;c&#60;/text&#62;&#60;script&#62;alert(1)&#60;/script&#62;</code>"))
        #expect(page.contains("| \\# ") || page.contains("\\|"))
    }

    @Test("the drawing is well-formed and runs nothing", .enabled(if: hasGraphviz, "needs Graphviz (package graphviz)"))
    func drawing() async throws {
        try await withFolder { root in
            let folder = DocumentationFolder(root: root)
            try await folder.write(documentation)
            #expect(try folder.stale(documentation) == [])
            let diagram = try #require(documentation.diagrams.first)
            let svg = try String(contentsOf: root.appending(components: "docs", "schema", diagram.file), encoding: .utf8)
            let drawing = DrawingReader(svg)
            #expect(drawing.problem == nil)
            let known: Set<String> = [
                "svg", "title", "desc", "style", "rect", "g", "polygon", "polyline", "text", "a", "path", "ellipse",
            ]
            #expect(Set(drawing.elements).isSubset(of: known), "\(Set(drawing.elements).subtracting(known))")
            #expect(drawing.links.allSatisfy { $0.wholeMatch(of: #/[a-z0-9._~-]+\.md#[a-z0-9_~-]+/#) != nil }, "\(drawing.links)")
            #expect(drawing.texts.contains { $0.contains(String(nasty.prefix(20))) })
        }
    }

    @Test("different names have different files and anchors, also where the disk is blind for case")
    func names() {
        let names = ["a", "A", "a.b", "a~2e~b", "a b", "ä", "", "/", "-", "_", "a/b", "..", "\u{1F600}"]
        let slugs = names.map(PageName.slug)
        #expect(Set(slugs.map { $0.lowercased() }).count == names.count)
        #expect(slugs.allSatisfy { slug in slug.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789_~-".contains($0) } })
    }
}

@Suite("Schedules in words")
struct CronWordsTests {
    @Test(
        "as people say them",
        arguments: [
            ("* * * * *", "every minute"), ("*/5 * * * *", "every 5 minutes"), ("30 seconds", "every 30 seconds"),
            ("5 * * * *", "every hour, at minute 5"), ("0,30 * * * *", "every hour, at minutes 0 and 30"),
            ("*/7 * * * *", "every hour, at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56"),
            ("30 3 * * *", "every day at 03:30"), ("0 6,18 * * *", "every day at 06:00 and 18:00"),
            ("15 */6 * * *", "every 6 hours, at minute 15"), ("0 2 * * 0", "every Sunday at 02:00"),
            ("0 2 * * 7", "every Sunday at 02:00"), ("0 8 * * mon-fri", "Monday to Friday at 08:00"),
            ("0 8 * * 1,3", "every Monday and Wednesday at 08:00"), ("0 1 1 * *", "on day 1 of the month at 01:00"),
            ("0 1 $ * *", "on the last day of the month at 01:00"), ("0 0 1 1 *", "on day 1 of the month in January at 00:00"),
            ("0 0 13 * 5", "on day 13 of the month and every Friday at 00:00"),
            ("*/10 9-17 * * 1-5", "every 10 minutes from 09:00 to 17:59, Monday to Friday"),
            ("@daily", "every day at 00:00"), ("@hourly", "every hour, at minute 0"), ("@reboot", "when the server starts"),
            ("0 0 * feb *", "every day in February at 00:00"), ("nonsense", "nonsense"),
        ])
    func words(_ schedule: String, _ words: String) {
        #expect(CronWords.words(schedule) == words)
    }
}
