import Digest

/// The diagram of a schema, before it is drawn.
package struct Diagram: Sendable {
    /// Its file, beside the pages.
    package let file: String
    /// The contents, in a line.
    package let title: String
    /// The contents, in sentences, for readers who cannot see it.
    package let summary: String
    /// The shape of the external tables that it shows; nil where there is no choice.
    let shape: String?
    /// The connected parts, each laid out by itself.
    let components: [DiagramComponent]

    /// Changed when the same source would be drawn in another way.
    private static let drawing = "1"

    /// A digest of what is drawn: other versions of Graphviz write other bytes for the same source.
    package var digest: String {
        var hash = SHA256()
        for text in [Self.drawing, Palette.style, title, summary]
            + components.flatMap({ [$0.source(.leftToRight), $0.words.description] })
        {
            hash.update(text)
            hash.update([0])
        }
        return hash.hexadecimal()
    }
}

/// Boxes that lines join, or one box alone.
struct DiagramComponent: Sendable {
    enum Direction: String, Sendable, CaseIterable {
        case leftToRight = "LR"
        case topToBottom = "TB"
    }

    let boxes: [DiagramBox]
    let lines: [DiagramLine]

    var isSingle: Bool { boxes.count == 1 }

    /// The tooltips of boxes and lines, in the order of ids.
    var words: [String] { boxes.map { "\($0.id): \($0.words)" } + lines.map { "\($0.id): \($0.words)" } }

    /// The source for `dot`.
    func source(_ direction: Direction) -> String {
        var lines = [
            "digraph {",
            "graph [rankdir=\(direction.rawValue), bgcolor=transparent, margin=0, pad=0.03, nodesep=0.22, ranksep=0.5];",
            "node [shape=plain, fontname=\"\(Palette.fonts)\", fontsize=10, fontcolor=\"\(Palette.text)\"];",
            "edge [dir=both, color=\"\(Palette.line)\", arrowtail=tee, arrowsize=0.8, penwidth=1];",
        ]
        lines += boxes.map(\.source)
        lines += self.lines.map { $0.source(direction) }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }
}

/// Colours for light pages. Each stands for one thing, so that a dark page can put another in its place.
enum Palette {
    static let fonts = "Helvetica,Arial,sans-serif"
    static let page = "#fffffe"
    static let box = "#ffffff"
    static let text = "#1f2328"
    static let muted = "#59636e"
    static let line = "#818b98"
    static let table = "#ddf4ff"
    static let partitioned = "#fff1c2"
    static let view = "#dafbe1"
    static let materialized = "#fbefff"
    static let external = "#eaeef2"

    private static let dark = [
        page: "#0d1117", box: "#151b23", text: "#f0f6fc", muted: "#a9b1ba", line: "#768390", table: "#12315c",
        partitioned: "#4d3800", view: "#0f3d1e", materialized: "#3c1e70", external: "#2f3742",
    ]

    /// Rules that stand above attributes, so that a viewer without them shows the light colours.
    static var style: String {
        let rules = dark.sorted { $0.key < $1.key }.flatMap { light, dark in
            ["[fill=\"\(light)\"]{fill:\(dark)}", "[stroke=\"\(light)\"]{stroke:\(dark)}"]
        }
        return "@media (prefers-color-scheme: dark){" + rules.joined() + "}a:hover{text-decoration:underline}"
    }
}
