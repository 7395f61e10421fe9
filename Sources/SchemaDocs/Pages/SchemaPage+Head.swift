import SchemaModel

extension SchemaPage {
    mutating func head(_ diagrams: [Diagram]) {
        let id = ObjectID.schema(schema)
        lines += ["# \(Markdown.code(schema)) in \(Markdown.code(database.name))", ""]
        purpose(of: id)
        let shapes = database.shapes(in: schema)
        if owned[id] == nil {
            paragraph(
                shapes.isEmpty
                    ? "The schema belongs to somebody else; only what is described here is ours."
                    : "The schema belongs to another application, \(roles(shapes)): its tables are verified and never altered. "
                        + "Only what is named as ours below is.")
        }
        paragraph("[All schemas](README.md)")
        for diagram in diagrams {
            if let shape = diagram.shape, diagrams.count > 1 {
                paragraph("**With the external tables in the shape \(Markdown.code(shape)):**")
            }
            paragraph("[![\(Markdown.text(diagram.title))](\(diagram.file))](\(diagram.file))")
        }
        if !diagrams.isEmpty {
            paragraph(
                "Boxes show keys and a few more columns, those that are NOT NULL in bold. A line goes from the referenced "
                    + "column to the referring ones, which end in a crow's foot (a bar where there can be one only); it is "
                    + "dashed where the key can be NULL. Opened by itself, the diagram leads from each box to its description.")
        }
    }

    private func roles(_ shapes: [DocumentedShape]) -> String {
        var owners: [String] = []
        for shape in shapes where !owners.contains(shape.owner) { owners.append(shape.owner) }
        return "role " + owners.map(Markdown.code).joined(separator: ", ")
    }

    /// The contents of the page, in short.
    mutating func contents() {
        var relations = MarkdownTable("Table or view", "Kind", "Purpose", "Columns", "Without a mark", "Checks")
        for fact in database.tables(in: schema) + database.views(in: schema) {
            let columns = columnNames(of: fact)
            let withoutMark = columns.count { database.exposures[.column($0, of: fact.id)] == nil }
            relations.add(
                link(fact.id), kind(of: fact), owned.comment(on: fact.id).map(Markdown.text) ?? "", String(columns.count),
                withoutMark == 0 ? "" : String(withoutMark), count(database.checks(of: fact.id).count))
        }
        for id in database.externalTables(in: schema) {
            relations.add(link(id), "external", "", "", "", count(database.checks(of: id).count))
        }
        if !relations.isEmpty { lines += relations.lines + [""] }
        var functions = MarkdownTable("Function", "Purpose")
        for fact in owned.all(.function, in: schema) {
            functions.add(link(fact.id), owned.comment(on: fact.id).map(Markdown.text) ?? "")
        }
        if !functions.isEmpty { lines += functions.lines + [""] }
    }

    private func count(_ number: Int) -> String { number == 0 ? "" : String(number) }

    func columnNames(of relation: Fact) -> [String] {
        if let columns = relation[.viewColumns]?.list { return columns.compactMap { $0.object?["name"]?.text } }
        return owned.columns(of: relation.id).map(\.id.name)
    }

    func kind(of fact: Fact) -> String {
        if fact[.partitionBy] != nil { return "partitioned table" }
        return fact.text(.persistence).map { "\($0) \(fact.id.kind)" } ?? fact.id.kind.description
    }
}
