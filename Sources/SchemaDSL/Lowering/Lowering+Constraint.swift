import SchemaModel

extension Lowering {
    /// Adds a constraint under its name or PostgreSQL's default one.
    private mutating func constraint(
        _ type: String, _ definition: String, columns: [String], name: String?, earlier: [String] = [], suffix: (String?, String),
        backedByIndex: Bool, noInherit: Bool = false, dependencies: Set<ObjectID> = [], _ context: TableContext,
        _ location: SourceLocation
    ) {
        let relations = Self.relationSpace(context.schema)
        let constraints = Self.constraintSpace(context.id)
        let chosen =
            name
            ?? DefaultName.make(context.id.name, suffix.0, suffix.1) { [self] in
                isTaken($0, in: constraints) || (backedByIndex && isTaken($0, in: relations))
            }
        claim(chosen, in: constraints, as: "constraint", location)
        if backedByIndex, !problems.contains(where: { $0.location == location && $0.code == .duplicateName }) {
            claim(chosen, in: relations, as: "index of a constraint", location)
        }
        let id = ObjectID.constraint(chosen, on: context.id)
        if name == nil { unnamed.insert(id) }
        renamed(id, from: earlier, location)
        add(
            Fact(
                id,
                [
                    .constraintType: .text(type), .definition: .text(definition),
                    .columns: columns.isEmpty ? .null : .texts(columns), .noInherit: noInherit ? .bool(true) : .null,
                ],
                dependencies: dependencies, origin: location))
    }

    mutating func check(_ check: Check, _ context: TableContext) {
        let boxes = check.predicate.sql.columns
        local(boxes, context, "The check", check.location)
        let text = sql(check.predicate.sql, in: "The check on \(context.id.path)", check.location)
        var columns: [String] = []
        for box in boxes where !columns.contains(box.state.name) { columns.append(box.state.name) }
        constraint(
            "check", "CHECK (\(text.text))" + (check.noInherit ? " NO INHERIT" : ""), columns: columns,
            name: check.name, earlier: check.earlierNames, suffix: (columns.count == 1 ? columns[0] : nil, "check"),
            backedByIndex: false, noInherit: check.noInherit, dependencies: text.dependencies, context, check.location)
    }

    mutating func unique(_ unique: Unique, _ context: TableContext) {
        let word = "UNIQUE" + (unique.nullsNotDistinct ? " NULLS NOT DISTINCT" : "")
        local(unique.include.map(\.box), context, "The unique constraint", unique.location)
        let include = unique.include.map { SQL.identifier($0.name) }
        var tail = include.isEmpty ? "" : " INCLUDE (\(include.joined(separator: ", ")))"
        if let deferrable = unique.deferrable { tail += " \(deferrable.rawValue)" }
        key(
            "unique", word, unique.columns.map(\.box), name: unique.name, earlier: unique.earlierNames, suffix: "key", tail: tail,
            context,
            unique.location)
    }

    mutating func key(
        _ type: String, _ word: String, _ boxes: [ColumnBox], name: String?, earlier: [String] = [], suffix: String,
        tail: String = "",
        _ context: TableContext, _ location: SourceLocation
    ) {
        local(boxes, context, "The \(type)", location)
        if boxes.isEmpty {
            problem(.emptyKey, "The \(type) on \(context.id.path) has no columns; name at least one.", location)
        }
        let columns = boxes.map(\.state.name)
        let list = columns.map(SQL.identifier).joined(separator: ", ")
        constraint(
            type, "\(word) (\(list))\(tail)", columns: columns, name: name, earlier: earlier,
            suffix: (type == "primary key" ? nil : DefaultName.columns(columns), suffix), backedByIndex: true, context,
            location)
    }

    mutating func exclude(_ exclude: Exclude, _ context: TableContext) {
        local(exclude.definition.columns, context, "The exclusion", exclude.location)
        let text = sql(exclude.definition, in: "The exclusion on \(context.id.path)", exclude.location)
        constraint(
            "exclude", "EXCLUDE \(text.text)", columns: exclude.definition.columns.map(\.state.name), name: exclude.name,
            earlier: exclude.earlierNames, suffix: (nil, "excl"), backedByIndex: true, dependencies: text.dependencies, context,
            exclude.location)
    }

    mutating func foreignKey(_ key: ForeignKey, _ context: TableContext) {
        local(key.columns.map(\.box), context, "The foreign key", key.location)
        let columns = key.columns.map(\.name)
        guard columns.count == key.referenced.count, !columns.isEmpty else {
            return problem(
                .foreignKeyColumnCount,
                "The foreign key on \(context.id.path) has \(columns.count) columns and refers to \(key.referenced.count). "
                    + "Name as many on both sides.",
                key.location)
        }
        guard let target = referencedTable(key, context) else { return }
        let referenced = key.referenced.map(\.name)
        if keys[target]?.contains(Set(referenced)) != true {
            problem(
                .foreignKeyWithoutUnique,
                "The foreign key on \(context.id.path) refers to \(target.path)(\(referenced.joined(separator: ", "))), on "
                    + "which there is no primary key, unique constraint or unique index. Add one.",
                key.location)
        }
        let own = columns.map(SQL.identifier).joined(separator: ", ")
        let theirs = referenced.map(SQL.identifier).joined(separator: ", ")
        var definition = "FOREIGN KEY (\(own)) REFERENCES \(SQL.qualified(target.schema, target.name))(\(theirs))"
        if key.matchFull { definition += " MATCH FULL" }
        if key.onUpdate != .noAction { definition += " ON UPDATE \(key.onUpdate.rawValue)" }
        if key.onDelete != .noAction { definition += " ON DELETE \(key.onDelete.rawValue)" }
        if !key.setColumns.isEmpty {
            local(key.setColumns.map(\.box), context, "The foreign key", key.location)
            definition += " (\(key.setColumns.map { SQL.identifier($0.name) }.joined(separator: ", ")))"
        }
        if let deferrable = key.deferrable { definition += " \(deferrable.rawValue)" }
        constraint(
            "foreign key", definition, columns: columns, name: key.name, earlier: key.earlierNames,
            suffix: (DefaultName.columns(columns), "fkey"),
            backedByIndex: false, dependencies: Set(referenced.map { ObjectID.column($0, of: target) }), context,
            key.location)
    }

    private mutating func referencedTable(_ key: ForeignKey, _ context: TableContext) -> ObjectID? {
        let targets = Set(key.referenced.map { names.columns[$0.box.key]?.parent })
        if targets.count == 1, let first = targets.first, let target = first { return target }
        let list = key.referenced.map(\.name).joined(separator: ", ")
        problem(
            .foreignKeyToNothing,
            "The foreign key on \(context.id.path) refers to (\(list)), which is not in one table of this database. List "
                + "the table in the database, or refer to the instance that is listed.",
            key.location)
        return nil
    }
}
