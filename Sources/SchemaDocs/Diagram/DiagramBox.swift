/// A table or a view in a diagram.
struct DiagramBox: Sendable {
    enum Kind: String, Sendable {
        case table
        case partitioned = "partitioned table"
        case view
        case materializedView = "materialized view"
        case external = "external table"
        /// Described on another page.
        case elsewhere = "other schema"

        var color: String {
            switch self {
            case .table: Palette.table
            case .partitioned: Palette.partitioned
            case .view: Palette.view
            case .materializedView: Palette.materialized
            case .external, .elsewhere: Palette.external
            }
        }

        /// Said in the box too: colour alone is not for everybody.
        var tag: String? {
            switch self {
            case .table: nil
            case .partitioned: "partitioned"
            case .view: "view"
            case .materializedView: "materialized"
            case .external: "external"
            case .elsewhere: "other schema"
            }
        }
    }

    struct Row: Sendable {
        let name: String
        let type: String
        /// PK, FK or both.
        let badge: String
        let isNotNull: Bool
    }

    let id: String
    let name: String
    let kind: Kind
    let rows: [Row]
    /// Lines below the columns: how many more there are, what a view reads.
    let notes: [String]
    /// Where its description is.
    let target: String?
    /// The tooltip.
    let words: String

    private static let nameLimit = 34
    private static let typeLimit = 22

    /// A node with a label like HTML.
    var source: String {
        let link = target.map { " HREF=\"\(XML.escape($0))\"" } ?? ""
        let style = kind == .external || kind == .elsewhere ? " STYLE=\"DASHED\"" : ""
        var label =
            "<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\" COLOR=\"\(Palette.line)\" "
            + "BGCOLOR=\"\(Palette.box)\"\(style)\(link)>"
        let tag = kind.tag.map { "&#160;&#160;<FONT COLOR=\"\(Palette.muted)\" POINT-SIZE=\"8\">\($0)</FONT>" } ?? ""
        label +=
            "<TR><TD COLSPAN=\"3\" ALIGN=\"LEFT\" PORT=\"head\" BGCOLOR=\"\(kind.color)\"\(link)>"
            + "<B>\(Self.clipped(name, 40))</B>\(Self.room(name))\(tag)  </TD></TR>"
        if !rows.isEmpty || !notes.isEmpty { label += "<HR/>" }
        for (index, row) in rows.enumerated() { label += Self.label(row, index) }
        for note in notes {
            label +=
                "<TR><TD COLSPAN=\"3\" ALIGN=\"LEFT\"><FONT COLOR=\"\(Palette.muted)\" POINT-SIZE=\"8\">"
                + "\(Self.clipped(note, 48)) </FONT></TD></TR>"
        }
        return "\(id) [id=\"\(id)\", label=<\(label)</TABLE>>];"
    }

    private static func label(_ row: Row, _ index: Int) -> String {
        let name = clipped(row.name, nameLimit)
        let badge = row.badge.isEmpty ? " " : row.badge
        return "<TR><TD ALIGN=\"LEFT\" PORT=\"w\(index)\"><FONT COLOR=\"\(Palette.muted)\" POINT-SIZE=\"8\">\(badge)</FONT></TD>"
            + "<TD ALIGN=\"LEFT\">\(row.isNotNull ? "<B>\(name)</B>\(room(row.name))" : name) </TD>"
            + "<TD ALIGN=\"LEFT\" PORT=\"e\(index)\"><FONT COLOR=\"\(Palette.muted)\" POINT-SIZE=\"8\">"
            + "\(clipped(row.type, typeLimit)) </FONT></TD></TR>"
    }

    /// Graphviz measures bold letters as if they were not.
    private static func room(_ text: String) -> String { String(repeating: "&#160;", count: 1 + min(text.count, 40) / 14) }

    private static func clipped(_ text: String, _ limit: Int) -> String {
        let visible = Visible.line(text)
        // Graphviz refuses an empty text.
        if visible.isEmpty { return " " }
        return XML.escape(visible.count > limit ? visible.prefix(limit - 1) + "…" : visible)
    }
}

/// A foreign key in a diagram, from the referenced box to the referring one.
struct DiagramLine: Sendable {
    let id: String
    let from: String
    /// The row of the referenced column; nil is the box as a whole.
    let fromRow: Int?
    let to: String
    let toRow: Int?
    /// True when a row can refer to nothing.
    let isOptional: Bool
    /// True when two rows can refer to the same one.
    let isMany: Bool
    let words: String

    func source(_ direction: DiagramComponent.Direction) -> String {
        let head = isMany ? "crow" : "tee"
        let isLoop = from == to
        let isLeftToRight = direction == .leftToRight
        let fromPort = fromRow.map { isLeftToRight ? ":e\($0)" : ":w\($0)" } ?? ":head"
        let toPort = toRow.map { isLoop && isLeftToRight ? ":e\($0)" : ":w\($0)" } ?? ":head"
        let sides = isLeftToRight ? (":e", isLoop ? ":e" : ":w") : ("", "")
        let style = isOptional ? ", style=dashed" : ""
        return "\(from)\(fromPort)\(sides.0) -> \(to)\(toPort)\(sides.1) [id=\"\(id)\", arrowhead=\(head)\(style)];"
    }
}
