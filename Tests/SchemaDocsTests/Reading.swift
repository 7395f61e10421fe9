import Foundation
import SchemaDSL
import SchemaModel
import Testing

@testable import SchemaDocs

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Pages as a reader goes through them.
struct Reading {
    let documentation: SchemaDocumentation

    func page(_ database: String, _ schema: String) throws -> String {
        let file = PageName.base(database, schema) + ".md"
        return try #require(documentation.pages.first { $0.file == file }, "there is no page \(file)").text
    }

    var index: String { documentation.pages.first { $0.file == "README.md" }?.text ?? "" }

    /// What the page says of one object: from its anchor to the next object or chapter.
    func section(of id: ObjectID, in database: String) throws -> String {
        let page = try page(database, id.enclosingSchema ?? "")
        let anchor = "<a id=\"\(PageName.anchor(id.root))\"></a>"
        let start = try #require(page.range(of: anchor), "\(id.root) has no section")
        let rest = page[start.upperBound...]
        let end = [rest.range(of: "\n<a id="), rest.range(of: "\n## ")].compactMap { $0?.lowerBound }.min() ?? rest.endIndex
        return String(rest[..<end])
    }

    /// The rows of a table of Markdown whose first cell is a name.
    static func rows(_ text: String, named name: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("| \(Markdown.code(name)) |") }
    }

    /// Lines within tables whose cells are not as many as their head's.
    static func brokenRows(_ page: String) -> [String] {
        var broken: [String] = []
        var expected: Int?
        for line in page.components(separatedBy: "\n") {
            guard line.hasPrefix("|") else {
                expected = nil
                continue
            }
            // As GitHub does it: a pipe after a backslash is no border.
            let cells = line.replacing("\\|", with: "").count { $0 == "|" }
            if let expected, cells != expected { broken.append(line) }
            expected = expected ?? cells
        }
        return broken
    }
}

/// What an XML parser makes of a drawing.
final class DrawingReader: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var links: [String] = []
    private(set) var ids: [String] = []
    private(set) var texts: [String] = []
    private(set) var problem: String?
    private var text = ""

    init(_ svg: String) {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        if !parser.parse() { problem = parser.parserError.map { "\($0)" } ?? "not well-formed" }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        text = ""
        if let link = attributes["xlink:href"] ?? attributes["href"] { links.append(link) }
        if let id = attributes["id"] { ids.append(id) }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if name == "text" || name == "title" || name == "desc" { texts.append(text) }
        text = ""
    }
}

/// A folder of its own, gone afterwards.
func withFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(component: "docs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// Whether Graphviz is there, without which nothing can be drawn.
let hasGraphviz = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/dot")
}
