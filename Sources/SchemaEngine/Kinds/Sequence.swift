import SchemaModel

/// A sequence of its own, or the one of a `serial` column; that of an identity column is an attribute of the column.
struct SequenceKind: Kind {
    let kind = ObjectKind.sequence

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"), schema: "n.nspname", name: "c.relname",
                [
                    .type: "pg_catalog.format_type(s.seqtypid, NULL)", .start: "s.seqstart", .increment: "s.seqincrement",
                    .minimum: "s.seqmin", .maximum: "s.seqmax", .cache: "s.seqcache", .cycle: "s.seqcycle",
                    .persistence: "CASE c.relpersistence WHEN 'u' THEN 'unlogged' END",
                    .ownedBy: """
                    (SELECT ARRAY[tn.nspname, tc.relname, a.attname]
                    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class tc ON tc.oid = d.refobjid
                    JOIN pg_catalog.pg_namespace tn ON tn.oid = tc.relnamespace
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
                    AND d.refclassid = 'pg_catalog.pg_class'::regclass)
                    """,
                ],
                from: """
                    pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
                    WHERE c.relkind = 'S' AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i WHERE i.classid = 'pg_catalog.pg_class'::regclass
                        AND i.objid = c.oid AND i.deptype = 'i')
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_class", oid: CatalogCheck.relation(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "SEQUENCE \(id.sql)" }
    let canBeQuarantined = true
    let security: SecuritySource? = .relation(
        "c.relkind = 'S' AND NOT \(IdentitySequenceKind.condition)", type: "s")
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .sequences, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var sql = "CREATE \(fact.isUnlogged ? "UNLOGGED " : "")SEQUENCE \(fact.id.sql)"
        if let options = Self.options(fact, onlyUnusual: true) { sql += " \(options)" }
        if let owner = fact.owningColumn { sql += " OWNED BY \(Self.sql(owner))" }
        var statements = [sql]
        // The values of a column that had another sequence, or none, are not handed out again.
        if let column = fact.owningColumn, let table = column.parent, !context.isNew(table), let before = context.from[column],
            SequencePosition.width(ColumnKind.effective(before, in: context.from)) > 0
        {
            statements.append(SequencePosition.afterRows(of: column, fact, follows: before[.identity] != nil))
        }
        return Quarantining.restoring("SEQUENCE", .create(fact, statements), context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        var statements: [String] = []
        if !changed.isDisjoint(with: [.type, .start, .increment, .minimum, .maximum, .cache, .cycle]),
            let options = Self.options(after, onlyUnusual: false)
        {
            let position = SequencePosition.intoBounds(before, after)
            statements += [position.statement].compactMap { $0 }
            statements.append("ALTER SEQUENCE \(after.id.sql) \(options)" + (position.clause.map { " \($0)" } ?? ""))
        }
        if changed.contains(.ownedBy) {
            statements.append("ALTER SEQUENCE \(after.id.sql) OWNED BY \(after.owningColumn.map(Self.sql) ?? "NONE")")
        }
        if changed.contains(.persistence) {
            statements.append("ALTER SEQUENCE \(after.id.sql) SET \(after.isUnlogged ? "UNLOGGED" : "LOGGED")")
        }
        return .steps([.alter(after, statements)])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool {
        old[.ownedBy] == nil && old.compared == new.compared
    }

    /// The sequence of a column that has another name now.
    func followingRenames(from: CatalogState, to: CatalogState) -> [Rename] {
        let new = to.facts.values.filter { $0.id.kind == kind && $0[.ownedBy] != nil && from[$0.id] == nil }
        return new.sorted { $0.id < $1.id }.compactMap { fact in
            let old = from.facts.values.first {
                $0.id.kind == kind && $0.id.schema == fact.id.schema && $0[.ownedBy] == fact[.ownedBy] && to[$0.id] == nil
            }
            return old.map { Rename(from: .object($0.id), to: .object(fact.id)) }
        }
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var steps = Quarantining.dropOrMove(fact, "SEQUENCE", context)
        if let column = fact.owningColumn, context.from[column] != nil, context.to[column]?[.identity] != nil, !steps.isEmpty {
            steps[0].statements.insert(SequencePosition.remember(SQL.literal(fact.id.sql), for: column), at: 0)
        }
        return steps
    }

    /// The sequence of a `serial` column is created by the word.
    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? {
        guard let column = fact.owningColumn, creation.isCreated(column), Self.serialType(fact, in: creation.to) != nil else {
            return nil
        }
        return column
    }

    /// A sequence goes with the column that owns it.
    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? {
        guard let table = fact.owningColumn?.parent, removal.isDropped(table), !removal.isCreated(fact.id) else { return nil }
        return table
    }

    func separation(_ fact: Fact) -> Int? { 3 }
    /// A sequence holds a position that must not be handed out twice.
    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool { true }
    let isReplacedWhenDependencyGoes = false
    /// A table that is copied gets its sequences back.
    func outlives(_ replaced: ObjectID, _ before: Fact, _ after: Fact) -> Bool { before.owningColumn?.parent == replaced }
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { true }

    // MARK: Text

    /// The statement that gives a sequence to the column that owns it; nil where none does.
    static func ownership(_ fact: Fact) -> String? {
        guard fact.id.kind == .sequence, let owner = fact.owningColumn else { return nil }
        return "ALTER SEQUENCE \(fact.id.sql) OWNED BY \(sql(owner))"
    }

    private static func sql(_ column: ObjectID) -> String { "\(column.parent?.sql ?? "").\(SQL.identifier(column.name))" }

    /// The options that differ from what `CREATE SEQUENCE` takes by itself; or all of them.
    private static func options(_ fact: Fact, onlyUnusual: Bool) -> String? {
        var parts: [String] = []
        let type = fact.text(.type) ?? "bigint"
        let ascending = (fact.integer(.increment) ?? 1) > 0
        let limits: [String: (String, String)] = [
            "smallint": ("-32768", "32767"), "integer": ("-2147483648", "2147483647"),
            "bigint": ("-9223372036854775808", "9223372036854775807"),
        ]
        let limit = limits[type] ?? limits["bigint"] ?? ("1", "9223372036854775807")
        let usualMinimum = ascending ? "1" : limit.0
        let usualMaximum = ascending ? limit.1 : "-1"
        func number(_ attribute: Attribute) -> String? {
            if case .number(let value) = fact[attribute] { value } else { nil }
        }
        if type != "bigint" || !onlyUnusual { parts.append("AS \(type)") }
        func add(_ keyword: String, _ attribute: Attribute, usual: String) {
            guard let value = number(attribute), value != usual || !onlyUnusual else { return }
            parts.append("\(keyword) \(value)")
        }
        add("INCREMENT BY", .increment, usual: "1")
        add("MINVALUE", .minimum, usual: usualMinimum)
        add("MAXVALUE", .maximum, usual: usualMaximum)
        add("START WITH", .start, usual: ascending ? number(.minimum) ?? usualMinimum : number(.maximum) ?? usualMaximum)
        add("CACHE", .cache, usual: "1")
        if fact.bool(.cycle) {
            parts.append("CYCLE")
        } else if !onlyUnusual {
            parts.append("NO CYCLE")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// The sequence that a column owns; nil where it owns none.
    static func owned(by column: ObjectID, in state: CatalogState) -> Fact? {
        // The catalog says that the sequence needs the column; a declaration says only that the column's default needs the sequence.
        let drawn = state[.columnDefault(of: column)]?.dependencies.sorted() ?? []
        return (state.dependents(of: column) + drawn).lazy.compactMap { state[$0] }.first {
            $0.id.kind == .sequence && $0.owningColumn == column
        }
    }

    /// `serial` and its like, where the sequence is just what that makes for its column.
    static func serialType(_ sequence: Fact, in state: CatalogState) -> String? {
        guard let id = sequence.owningColumn, let table = id.parent, let column = state[id], column.bool(.notNull),
            sequence.id.schema == table.schema,
            sequence.id.name == DefaultName.make(table.name, id.name, "seq"),
            sequence.isUnlogged == (state[table]?.isUnlogged ?? false),
            state[.columnDefault(of: id)]?.text(.expression) == "nextval(\(SQL.literal(sequence.id.sql))::regclass)",
            let type = column.text(.type), sequence.text(.type) ?? "bigint" == type,
            options(sequence, onlyUnusual: true) == (type == "bigint" ? nil : "AS \(type)")
        else { return nil }
        return ["smallint": "smallserial", "integer": "serial", "bigint": "bigserial"][type]
    }
}

extension Fact {
    /// The column that owns a sequence.
    var owningColumn: ObjectID? {
        guard let path = texts(.ownedBy), path.count == 3 else { return nil }
        return .column(path[2], of: .table(path[0], path[1]))
    }

    var isUnlogged: Bool { text(.persistence) == "unlogged" }
}
