import SchemaModel

/// A table that is being lowered.
struct TableContext {
    let id: ObjectID
    let location: SourceLocation?
    let columns: [ColumnBox]
    let keys: Set<ObjectIdentifier>
    /// True when the relation can have constraints, policies and triggers.
    let isTable: Bool
    /// The expressions of generated columns that the body gives.
    var generated: [ObjectIdentifier: Generated] = [:]

    var schema: String { id.schema ?? "" }

    init(id: ObjectID, relation: any Relation, isTable: Bool) {
        self.id = id
        columns = relation.columns.map(\.box)
        keys = Set(columns.map(\.key))
        location = columns.first?.state.location
        self.isTable = isTable
    }
}

extension Lowering {
    mutating func table(_ table: any Table, id: ObjectID) {
        var context = TableContext(id: id, relation: table, isTable: true)
        claim(id.name, in: Self.relationSpace(context.schema), as: "table", context.location)
        let items = context.columns.flatMap(\.state.items) + table.body.items
        let declared = items.map(\.declared.kind)
        for case .generated(let generated) in declared {
            local([generated.column], context, "The generated column", generated.location)
            context.generated[generated.column.key] = generated
        }
        if context.columns.isEmpty {
            problem(.noColumns, "Table \(id.path) has no columns; give it stored properties that are columns.", nil)
        }
        for property in Reflection.unusableProperties(of: table) {
            problem(
                .unusableProperty, "The property '\(property.name)' of table \(id.path) \(property.reason).", context.location)
        }
        tableFact(context, declared)
        var primaryKey = Set(context.columns.filter(\.state.primaryKey).map(\.key))
        for case .primaryKey(let key) in declared { primaryKey.formUnion(key.columns.map(\.box.key)) }
        columns(context, primaryKey: primaryKey)
        columnPrimaryKey(context, declared)
        for item in declared { self.item(item, context, declared) }
    }

    private mutating func tableFact(_ context: TableContext, _ items: [DeclaredItem.Kind]) {
        var attributes: [Attribute: Value] = [:]
        var options: [String: Value] = [:]
        var dependencies: Set<ObjectID> = []
        for item in items {
            switch item {
            case .setting(let setting):
                switch setting.kind {
                case .unlogged: attributes[.persistence] = "unlogged"
                case .option(let name, let value): options[name] = .text(value)
                case .replicaIdentity(.index(let name)):
                    attributes[.replicaIdentity] = "index"
                    replicaIdentities[context.id] = name
                case .replicaIdentity(let identity): attributes[.replicaIdentity] = .text(identity.text)
                }
            case .rowSecurity(let security):
                attributes[.rowSecurity] = true
                if security.forced { attributes[.forceRowSecurity] = true }
            case .partitioned(let partitioned):
                local(partitioned.keys.flatMap(\.sql.columns), context, "The partition key", partitioned.location)
                let keys = partitioned.keys.map { keyText($0, "The partition key", partitioned.location) }
                attributes[.partitionBy] = .text("\(partitioned.method.rawValue) (\(keys.joined(separator: ", ")))")
                if partitioned.partitions == .managed { scope.managedPartitions.insert(context.id) }
            default: break
            }
        }
        if !options.isEmpty { attributes[.options] = .object(options) }
        for column in context.columns {
            dependencies.formUnion(names.resolve(column.state.type.fragment).dependencies)
        }
        add(Fact(context.id, attributes, dependencies: dependencies, origin: context.location))
    }

    private mutating func columnPrimaryKey(_ context: TableContext, _ items: [DeclaredItem.Kind]) {
        let single = context.columns.filter(\.state.primaryKey)
        var count = single.count
        for case .primaryKey(_) in items { count += 1 }
        if count > 1 {
            problem(
                .severalPrimaryKeys,
                "Table \(context.id.path) has \(count) primary keys; use one PrimaryKey of several columns in its body.",
                context.location)
        }
        guard let column = single.first else { return }
        key("primary key", "PRIMARY KEY", [column], name: nil, suffix: "pkey", context, column.state.location)
    }

    /// Lowers one item of the body of a table, of a materialized view, or of additions to a table.
    mutating func item(_ item: DeclaredItem.Kind, _ context: TableContext, _ items: [DeclaredItem.Kind]) {
        switch item {
        case .index(let index): self.index(index, context)
        case .grant(let grant): tableGrant(grant, context)
        case .comment(let comment): self.comment(comment.text, on: context.id, context.location)
        case .renamed(let renamed): self.renamed(context.id, from: renamed.names, renamed.location)
        default:
            guard context.isTable else {
                problem(
                    .notHere,
                    "\(context.id) can have indexes, grants and a comment only. Take the rest out of its body.",
                    context.location)
                return
            }
            tableItem(item, context, items)
        }
    }

    private mutating func tableItem(
        _ item: DeclaredItem.Kind, _ context: TableContext, _ items: [DeclaredItem.Kind]
    ) {
        switch item {
        case .check(let check): self.check(check, context)
        case .unique(let unique): self.unique(unique, context)
        case .primaryKey(let key):
            self.key(
                "primary key", "PRIMARY KEY", key.columns.map(\.box), name: key.name, earlier: key.earlierNames, suffix: "pkey",
                tail: tail(key, context), context,
                key.location)
        case .foreignKey(let key): foreignKey(key, context)
        case .exclude(let exclude): self.exclude(exclude, context)
        case .policy(let policy): self.policy(policy, context, items)
        case .trigger(let trigger): self.trigger(trigger, context)
        case .index, .grant, .comment, .rowSecurity, .partitioned, .setting, .renamed, .generated: break
        }
    }

    private mutating func tail(_ key: PrimaryKey, _ context: TableContext) -> String {
        local(key.include.map(\.box), context, "The primary key", key.location)
        let include = key.include.map { SQL.identifier($0.name) }.joined(separator: ", ")
        return (include.isEmpty ? "" : " INCLUDE (\(include))") + (key.deferrable.map { " \($0.rawValue)" } ?? "")
    }

    private mutating func tableGrant(_ grant: Grant, _ context: TableContext) {
        if let serial = grant.serial { return sequenceGrant(grant, serial, context) }
        guard !grant.columns.isEmpty else { return self.grant(grant, on: context.id, allowed: .ofTables) }
        local(grant.columns.map(\.box), context, "The grant", grant.location)
        for column in grant.columns {
            self.grant(grant, on: .column(column.name, of: context.id), allowed: .ofColumns)
        }
    }

    private mutating func sequenceGrant(_ grant: Grant, _ column: ColumnBox, _ context: TableContext) {
        local([column], context, "The grant", grant.location)
        guard let sequence = serialSequences[column.key] else {
            return problem(
                .grant, "Column '\(column.state.name)' of \(context.id.path) is not serial and has no sequence to grant.",
                grant.location)
        }
        self.grant(grant, on: sequence, allowed: .ofSequences)
    }

    /// Columns that must be the table's own.
    mutating func local(
        _ boxes: [ColumnBox], _ context: TableContext, _ what: String, _ location: SourceLocation?
    ) {
        for box in boxes where !context.keys.contains(box.key) {
            let owner = names.columns[box.key]?.parent.map { " of \($0)" } ?? " of a table that is not in this database"
            problem(
                .foreignColumn,
                "\(what) on \(context.id.path) uses column '\(box.state.name)'\(owner). Use a column of \(context.id.path), "
                    + "of the instance that its schema lists.",
                location)
        }
    }
}
