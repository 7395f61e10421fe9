import SchemaModel

extension Lowering {
    mutating func index(_ index: Index, _ context: TableContext) {
        let what = "Index '\(index.name ?? "")'"
        let boxes =
            index.keys.flatMap(\.sql.columns) + index.include.map(\.box) + (index.predicate?.sql.columns ?? [])
            + (index.definition?.columns ?? [])
        local(boxes, context, what, index.location)
        if index.keys.isEmpty, index.definition == nil {
            problem(.emptyKey, "\(what) on \(context.id.path) has no keys; name at least one.", index.location)
        }
        let space = Self.relationSpace(context.schema)
        let columns = index.keys.map { $0.column?.state.name ?? "expr" }
        let name =
            index.name
            ?? DefaultName.make(context.id.name, DefaultName.columns(columns), "idx") { [self] in isTaken($0, in: space) }
        claim(name, in: space, as: "index", index.location)
        let id = ObjectID.index(name, on: context.id)
        if index.name == nil { unnamed.insert(id) }
        renamed(id, from: index.earlierNames, index.location)
        var dependencies: Set<ObjectID> = []
        for key in index.keys { dependencies.formUnion(names.resolve(key.sql).dependencies) }
        if let definition = index.definition { dependencies.formUnion(names.resolve(definition).dependencies) }
        if let predicate = index.predicate { dependencies.formUnion(names.resolve(predicate.sql).dependencies) }
        add(
            Fact(
                id, [.unique: index.unique ? true : .null, .body: .text(body(of: index, what))],
                dependencies: dependencies, origin: index.location))
        comment(index.comment, on: id, index.location)
    }

    /// In the order of `pg_get_indexdef`.
    private mutating func body(of index: Index, _ what: String) -> String {
        if let definition = index.definition { return sql(definition, in: what, index.location).text }
        let keys = index.keys.map { keyText($0, what, index.location) }
        var text = "USING \(SQL.identifier(index.method.name)) (\(keys.joined(separator: ", ")))"
        if !index.include.isEmpty {
            text += " INCLUDE (\(index.include.map { SQL.identifier($0.name) }.joined(separator: ", ")))"
        }
        if index.nullsNotDistinct { text += " NULLS NOT DISTINCT" }
        if !index.method.parameters.isEmpty {
            let parameters = index.method.parameters.map { "\(SQL.identifier($0.0))=\(SQL.literal($0.1))" }
            text += " WITH (\(parameters.joined(separator: ", ")))"
        }
        if let predicate = index.predicate {
            text += " WHERE (\(sql(predicate.sql, in: what, index.location).text))"
        }
        return text
    }

    mutating func keyText(_ key: IndexKey, _ what: String, _ location: SourceLocation?) -> String {
        let expression = sql(key.sql, in: what, location).text
        let parts: [String?] = [
            key.column == nil ? "(\(expression))" : expression, key.collation.map { "COLLATE \($0)" },
            key.operatorClass, key.order, key.nulls,
        ]
        return parts.compactMap { $0 }.joined(separator: " ")
    }
}
