import SchemaModel

/// Makes the diagrams of a schema from its facts.
struct DiagramMaker {
    let database: DocumentedDatabase
    let schema: String
    let shape: DocumentedShape?
    private let index: FactIndex
    private var ids: [ObjectID: String] = [:]
    private var relations: [ObjectID] = []

    /// One diagram; one a shape where the schema has tables of another application. None where there is nothing to show.
    static func diagrams(of schema: String, in database: DocumentedDatabase) -> [Diagram] {
        let shapes = database.shapes(in: schema).filter { !$0.index.all(.table, in: schema).isEmpty }
        guard !shapes.isEmpty else { return [DiagramMaker(database, schema, nil).diagram(suffix: "")].compactMap { $0 } }
        return shapes.enumerated().compactMap { number, shape in
            DiagramMaker(database, schema, shape).diagram(suffix: number == 0 ? "" : ".\(PageName.slug(shape.name))")
        }
    }

    private init(_ database: DocumentedDatabase, _ schema: String, _ shape: DocumentedShape?) {
        self.database = database
        self.schema = schema
        self.shape = shape
        index = FactIndex(database.owned.facts + (shape?.index.facts ?? []))
        let own = database.tables(in: schema) + database.views(in: schema)
        relations = own.map(\.id) + (shape?.index.all(.table, in: schema).map(\.id) ?? [])
        // What a foreign key reaches on another page is shown as a stub.
        for key in keys {
            for end in [key.table, key.target] where !relations.contains(end) { relations.append(end) }
        }
        for (number, id) in relations.enumerated() { ids[id] = "t\(number + 1)" }
    }

    private var keys: [ForeignKeyFact] {
        index.facts.compactMap(ForeignKeyFact.init).filter { $0.table.schema == schema || $0.target.schema == schema }
    }

    private func diagram(suffix: String) -> Diagram? {
        guard !relations.isEmpty else { return nil }
        let keys = keys
        let boxes = relations.map { box($0, keys) }
        let lines = keys.enumerated().compactMap { line($1, number: $0 + 1) }
        return Diagram(
            file: PageName.base(database.name, schema) + suffix + ".svg",
            title: "Diagram of schema \(schema) in \(database.name)" + (shape.map { ", shape \($0.name)" } ?? ""),
            summary: summary(boxes, lines), shape: shape?.name, components: Self.components(boxes, lines))
    }

    private func summary(_ boxes: [DiagramBox], _ lines: [DiagramLine]) -> String {
        var kinds: [String] = []
        for box in boxes where !kinds.contains(box.kind.rawValue) { kinds.append(box.kind.rawValue) }
        let parts = kinds.map { kind in
            let names = boxes.filter { $0.kind.rawValue == kind }.map(\.name)
            return "\(kind)\(names.count == 1 ? "" : kind == "other schema" ? ": tables" : "s") \(names.joined(separator: ", "))"
        }
        return (parts + lines.map(\.words)).joined(separator: ". ") + "."
    }

    // MARK: Boxes

    private func box(_ id: ObjectID, _ keys: [ForeignKeyFact]) -> DiagramBox {
        let fact = index[id]
        let kind = kind(id, fact)
        let rows = rows(id, keys)
        let names = columnNames(id)
        var notes: [String] = []
        if names.count > rows.count { notes.append("+ \(names.count - rows.count) more") }
        if id.kind != .table, let fact {
            let reads = Set(fact.dependencies.map(\.root).filter { Self.relationKinds.contains($0.kind) && $0 != id }).sorted()
            notes += reads.map { "reads \($0.schema == schema ? $0.name : $0.path)" }
        }
        let name = id.schema == schema ? id.name : id.path
        let purpose = index.comment(on: id).map { " – \($0)" } ?? ""
        return DiagramBox(
            id: ids[id] ?? "", name: name, kind: kind, rows: rows, notes: notes,
            target: database.target(of: id, from: nil), words: "\(kind.rawValue) \(name)\(purpose)")
    }

    static let relationKinds: Set<ObjectKind> = [.table, .view, .materializedView]

    private func kind(_ id: ObjectID, _ fact: Fact?) -> DiagramBox.Kind {
        if id.schema != schema { return .elsewhere }
        if database.owned[id] == nil { return .external }
        if id.kind == .view { return .view }
        if id.kind == .materializedView { return .materializedView }
        return fact?[.partitionBy] == nil ? .table : .partitioned
    }

    private func columnNames(_ id: ObjectID) -> [String] {
        if let columns = index[id]?[.viewColumns]?.list { return columns.compactMap { $0.object?["name"]?.text } }
        return index.columns(of: id).map(\.id.name)
    }

    /// Keys, and a few more: those that are unique, that rows are parted by, that are searched by, in this order.
    private func shownColumns(_ id: ObjectID, _ keys: [ForeignKeyFact]) -> Set<String> {
        let primary = index.constraints(of: id, "primary key").flatMap { $0.texts(.columns) ?? [] }
        var shown = Set(
            primary + keys.filter { $0.table == id }.flatMap(\.columns)
                + keys.filter { $0.target == id }.compactMap(\.targetColumn))
        guard id.schema == schema else { return shown }
        let names = columnNames(id)
        let unique = index.constraints(of: id, "unique").flatMap { $0.texts(.columns) ?? [] }
        let parting = index[id]?.text(.partitionBy) ?? ""
        let searched = index.children(of: id, .index).flatMap { $0.dependencies.filter { $0.parent == id }.map(\.name).sorted() }
        var wanted = unique.filter { !shown.contains($0) }
        wanted += names.filter { parting.contains("(\(SQL.identifier($0))") }
        wanted += names.filter(searched.contains) + names
        let limit = max(shown.count + 3, 8)
        for name in wanted where shown.count < limit { shown.insert(name) }
        return shown
    }

    private func rows(_ id: ObjectID, _ keys: [ForeignKeyFact]) -> [DiagramBox.Row] {
        let shown = shownColumns(id, keys)
        if let columns = index[id]?[.viewColumns]?.list {
            return columns.compactMap(\.object).compactMap { column in
                guard let name = column["name"]?.text, shown.contains(name) else { return nil }
                return DiagramBox.Row(
                    name: name, type: TypeText.short(column["type"]?.text ?? "", in: schema), badge: "", isNotNull: false)
            }
        }
        let primary = Set(index.constraints(of: id, "primary key").flatMap { $0.texts(.columns) ?? [] })
        let foreign = Set(keys.filter { $0.table == id }.flatMap(\.columns))
        return index.columns(of: id).filter { shown.contains($0.id.name) }.map { column in
            let badges = [primary.contains(column.id.name) ? "PK" : nil, foreign.contains(column.id.name) ? "FK" : nil]
            return DiagramBox.Row(
                name: column.id.name, type: TypeText.short(column.text(.type) ?? "", in: schema),
                badge: badges.compactMap { $0 }.joined(separator: " "), isNotNull: column.bool(.notNull))
        }
    }

    // MARK: Lines

    private func line(_ key: ForeignKeyFact, number: Int) -> DiagramLine? {
        guard let from = ids[key.target], let to = ids[key.table] else { return nil }
        let all = keys
        func row(_ name: String?, _ table: ObjectID) -> Int? {
            name.flatMap { name in rows(table, all).firstIndex { $0.name == name } }
        }
        let own = Set(key.columns)
        let uniques =
            index.constraints(of: key.table, "primary key", "unique").map { Set($0.texts(.columns) ?? []) }
        let isOptional = index.columns(of: key.table).contains { own.contains($0.id.name) && !$0.bool(.notNull) }
        return DiagramLine(
            id: "k\(number)", from: from, fromRow: row(key.targetColumn, key.target), to: to,
            toRow: row(key.columns.first, key.table), isOptional: isOptional, isMany: !uniques.contains { $0.isSubset(of: own) },
            words: "\(key.table.name) (\(key.columns.joined(separator: ", "))) refers to \(key.reference)")
    }

    /// The groups that lines connect, in the order of the first box of each.
    private static func components(_ boxes: [DiagramBox], _ lines: [DiagramLine]) -> [DiagramComponent] {
        var group: [String: String] = Dictionary(boxes.map { ($0.id, $0.id) }, uniquingKeysWith: { first, _ in first })
        for line in lines {
            guard let keep = group[line.from], let gone = group[line.to], keep != gone else { continue }
            for (id, root) in group where root == gone { group[id] = keep }
        }
        var roots: [String] = []
        for box in boxes { if let root = group[box.id], !roots.contains(root) { roots.append(root) } }
        return roots.map { root in
            DiagramComponent(boxes: boxes.filter { group[$0.id] == root }, lines: lines.filter { group[$0.from] == root })
        }
    }
}

/// Types as people abbreviate them.
enum TypeText {
    static func short(_ type: String, in schema: String) -> String {
        var text = type
        for prefix in ["extensions.", "public.", SQL.identifier(schema) + "."] where text.hasPrefix(prefix) {
            text.removeFirst(prefix.count)
        }
        return text.replacing(#/(timestamp|time)(\([0-9]\))? (with|without) time zone/#) { match in
            "\(match.output.1)\(match.output.3 == "with" ? "tz" : "")\(match.output.2 ?? "")"
        }.replacing("character varying", with: "varchar").replacing("double precision", with: "float8")
    }
}
