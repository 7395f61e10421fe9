import SchemaDSL
import SchemaModel

extension SchemaPage {
    /// The tables of another application, shape beside shape, with what of ours hangs on them.
    mutating func externalTables() {
        let shapes = database.shapes(in: schema)
        guard !shapes.isEmpty else { return }
        heading("External tables")
        let names = shapes.map { Markdown.code($0.name) }.joined(separator: ", ")
        paragraph(
            shapes.count == 1
                ? "They are verified in the shape \(names) and never altered."
                : "They are verified and never altered. Versions of the application have them in different shapes, the usual one "
                    + "first: \(names). The shape that fits the live database best is taken; all that is ours must fit each.")
        for id in database.externalTables(in: schema) { external(id, shapes) }
        for (id, present) in externalOthers(shapes) {
            heading(of: id, note: "external \(id.kind)")
            paragraph(present)
        }
    }

    private mutating func external(_ id: ObjectID, _ shapes: [DocumentedShape]) {
        let having = shapes.filter { $0.index[id] != nil }
        heading(of: id, note: "external")
        for shape in having.prefix(1) { purpose(of: id, in: shape.index) }
        if having.count < shapes.count {
            paragraph("Only in the shape \(having.map { Markdown.code($0.name) }.joined(separator: ", ")).")
        }
        columns(of: id, having)
        constraints(of: id, having)
        indexes(of: id, title: "Indexes of ours")
        referenceRows(of: id)
        checks(of: id)
        use(of: id)
    }

    private mutating func columns(of id: ObjectID, _ shapes: [DocumentedShape]) {
        var names: [ObjectID] = []
        for shape in shapes {
            for column in shape.index.columns(of: id) where !names.contains(column.id) { names.append(column.id) }
        }
        let same = names.allSatisfy { column in Set(shapes.map { text(column, $0) }).count == 1 }
        var lines: [[String]] = []
        for column in names {
            let marks = Set(shapes.compactMap { $0.index[column] == nil ? nil : mark($0.exposures[column]) }).sorted()
            let comment = shapes.lazy.compactMap { $0.index.comment(on: column) }.first.map(Markdown.text) ?? ""
            let texts = same ? shapes.prefix(1).map { text(column, $0) } : shapes.map { text(column, $0) }
            lines.append([Markdown.code(column.name)] + texts + [marks.joined(separator: ", "), comment])
        }
        let title = same ? ["Definition"] : shapes.map { "In \(Markdown.code($0.name))" }
        table("Columns", MarkdownTable(["Column"] + title + ["Mark", "Meaning"], rows: lines))
    }

    private func text(_ column: ObjectID, _ shape: DocumentedShape) -> String {
        guard let fact = shape.index[column] else { return "–" }
        let source = source(of: fact, in: shape.index)
        let null = fact.bool(.notNull) ? " NOT NULL" : ""
        return Markdown.code((fact.text(.type) ?? "") + null) + (source.isEmpty ? "" : ", default \(source)")
    }

    private mutating func constraints(of id: ObjectID, _ shapes: [DocumentedShape]) {
        var rows: [(name: String, definition: String, target: ObjectID?, shapes: [String])] = []
        for shape in shapes {
            for fact in shape.index.children(of: id, .constraint) + shape.index.children(of: id, .index) {
                let unique = fact.bool(.unique) ? "UNIQUE INDEX " : "INDEX "
                let definition = fact.text(.definition) ?? (unique + (fact.text(.body) ?? ""))
                if let index = rows.firstIndex(where: { $0.name == fact.id.name && $0.definition == definition }) {
                    rows[index].shapes.append(shape.name)
                } else {
                    rows.append((fact.id.name, definition, ForeignKeyFact(fact)?.target, [shape.name]))
                }
            }
        }
        var table = MarkdownTable("Key or index", "Definition", "Refers to", "Only in")
        for row in rows {
            table.add(
                Markdown.code(row.name), Markdown.code(row.definition), row.target.map(link) ?? "",
                row.shapes.count == shapes.count ? "" : row.shapes.map(Markdown.code).joined(separator: ", "))
        }
        self.table("Keys and indexes of the application", table)
        var incoming = MarkdownTable("Referred to by", "Columns", "Foreign key", "Only in")
        var seen: [ObjectID: [String]] = [:]
        let keys = shapes.flatMap { shape in shape.index.foreignKeys(to: id).map { (shape.name, $0) } }
        for (shape, key) in keys { seen[key.fact.id, default: []].append(shape) }
        for (_, key) in keys + owned.foreignKeys(to: id).map({ ("", $0) }) {
            let found = seen.removeValue(forKey: key.fact.id)
            guard found != nil || owned[key.fact.id] != nil else { continue }
            incoming.add(
                link(key.table), key.columns.map(Markdown.code).joined(separator: ", "), Markdown.code(key.fact.id.name),
                (found ?? []).count == shapes.count ? "" : (found ?? []).map(Markdown.code).joined(separator: ", "))
        }
        self.table("Referred to by", incoming)
    }

    /// The objects of a shape beside tables and their parts.
    private func externalOthers(_ shapes: [DocumentedShape]) -> [(ObjectID, String)] {
        let ids = Set(
            shapes.flatMap {
                $0.index.facts.map(\.id).filter { $0.schema == schema && $0.kind != .table && $0.kind != .sequence }
            })
        return ids.sorted().map { id in
            let having = shapes.filter { $0.index[id] != nil }.map { Markdown.code($0.name) }
            return (id, "\(Markdown.code(id.path)) in the shape \(having.joined(separator: ", ")).")
        }
    }
}
