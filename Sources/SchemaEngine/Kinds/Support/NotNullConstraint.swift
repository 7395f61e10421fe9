import SchemaModel

/// NOT NULL constraints of PostgreSQL 18, which have a name and may be NOT VALID or NO INHERIT.
///
/// A plain one with the name that PostgreSQL gives is the column's attribute; only another one is a fact of its own.
enum NotNullConstraint {
    /// The condition that a constraint `k` of the relation `c` is more than its column's attribute, or has a comment. What a table has
    /// from its parents follows theirs.
    static let isOwnFact = """
        (k.contype = 'n' AND k.coninhcount = 0 AND (NOT k.convalidated OR k.connoinherit OR k.oid IN (
            SELECT d.objoid FROM pg_catalog.pg_description d WHERE d.classoid = 'pg_catalog.pg_constraint'::regclass)
            OR k.conname <> (
            SELECT left(c.relname, 53 - p.length) || '_' || left(a.attname, p.length) || '_not_null'
            FROM pg_catalog.pg_attribute a, LATERAL (SELECT least(octet_length(a.attname), greatest(26, 53 - octet_length(c.relname)))
                AS length) p
            WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1])))
        """

    /// The same for a constraint of the domain `t`.
    static let isOwnFactOfDomain = """
        (k.contype = 'n' AND (k.conname <> left(t.typname, 54) || '_not_null' OR k.oid IN (
            SELECT d.objoid FROM pg_catalog.pg_description d WHERE d.classoid = 'pg_catalog.pg_constraint'::regclass)))
        """

    /// The name that PostgreSQL gives: 63 bytes, the longer part cut first.
    static func usualName(_ column: ObjectID) -> String {
        let table = column.parent?.name ?? ""
        let length = min(column.name.utf8.count, max(26, 53 - table.utf8.count))
        return "\(table.prefixBytes(53 - length))_\(column.name.prefixBytes(length))_not_null"
    }

    static func of(_ column: ObjectID, in state: CatalogState) -> Fact? {
        guard let table = column.parent else { return nil }
        return state.children(of: table).first { $0.constraintType == .notNull && $0.texts(.columns) == [column.name] }
    }

    /// The NOT NULL constraint of a domain, where it has a name of its own.
    static func ofDomain(_ domain: ObjectID, in state: CatalogState) -> Fact? {
        state.children(of: domain).first { $0.constraintType == .notNull }
    }

    /// The comment on a column's constraint; nil where there is none.
    static func comment(_ column: ObjectID, in state: CatalogState) -> String? {
        if let text = state[column]?.text(.notNullComment) { return text }
        guard let own = of(column, in: state) else { return nil }
        return state.children(of: own.id).lazy.compactMap { $0.id.kind == .comment ? $0.text(.text) : nil }.first
    }

    static func comment(_ text: String?, on name: String, of table: ObjectID) -> String {
        let text = text.map { SQL.literal($0) } ?? "NULL"
        return "COMMENT ON CONSTRAINT \(SQL.identifier(name)) ON \(table.kind == .domain ? "DOMAIN " : "")\(table.sql) IS \(text)"
    }

    /// The step that sets the comment on a constraint that a column has from its parents, or had.
    static func commentSteps(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step] {
        guard before[.notNullComment] != after[.notNullComment], let table = after.id.parent,
            let name = name(after.id, in: context.to)
        else { return [] }
        let text = comment(after.id, in: context.to)
        let isNew = Self.name(before.id, in: context.from) == nil
        // A comment that is a fact of its own has its own step.
        if text == nil ? isNew : after[.notNullComment] == nil { return [] }
        return [
            .alter(
                after, title: "\(text == nil ? "remove the comment" : "comment") on the NOT NULL constraint of \(after.id)",
                [comment(text, on: name, of: table)])
        ]
    }

    private static func usual(ofDomain domain: ObjectID) -> Fact {
        Fact(
            .constraint("\(domain.name.prefixBytes(54))_not_null", on: domain),
            [.constraintType: .text(ConstraintType.notNull.rawValue)])
    }

    /// True for a domain that is NOT NULL before and after.
    private static func keepsNotNull(_ domain: ObjectID, _ context: PlanContext) -> Bool {
        domain.kind == .domain && !context.isNew(domain) && context.from[domain]?.bool(.notNull) == true
            && context.to[domain]?.bool(.notNull) == true
    }

    private static func column(_ fact: Fact) -> ObjectID? {
        guard let table = fact.id.parent, let name = fact.texts(.columns)?.first else { return nil }
        return .column(name, of: table)
    }

    /// The constraint that a column has before the plan and keeps in some form; nil where it has none.
    private static func before(_ column: ObjectID, _ context: PlanContext) -> Fact? {
        guard !context.created.contains(column), let fact = context.from[column],
            ColumnKind.effective(fact, in: context.from).bool(.notNull)
        else { return nil }
        // What a child has from its parents alone goes with theirs, before the child gets its own.
        if InheritedNotNull.goesWithParents(column, from: context.from, to: context.to) { return nil }
        return of(column, in: context.from) ?? usual(column, named: name(column, in: context.from))
    }

    /// The name of a column's constraint, its own or its parent's; nil where the column takes NULL.
    static func name(_ column: ObjectID, in state: CatalogState) -> String? {
        guard let fact = state[column], ColumnKind.effective(fact, in: state).bool(.notNull) else { return nil }
        if let name = fact.text(.notNullName), !name.isEmpty { return name }
        if InheritedNotNull.form(of: column, in: state) == .inherited {
            return ColumnKind.parentColumns(of: column, in: state).lazy.compactMap { Self.name($0, in: state) }.first
        }
        return of(column, in: state)?.id.name ?? usualName(column)
    }

    /// A plain constraint of a column, by the name that PostgreSQL gives it or another one.
    static func usual(_ column: ObjectID, named name: String? = nil) -> Fact {
        let name = name?.isEmpty == false ? name : nil
        return Fact(
            .constraint(name ?? usualName(column), on: column.parent ?? column),
            [.constraintType: .text(ConstraintType.notNull.rawValue), .columns: .texts([column.name])])
    }

    static func create(_ fact: Fact, _ context: PlanContext) -> [Step]? {
        if let domain = fact.id.parent, keepsNotNull(domain, context) {
            return changes(ofDomain(domain, in: context.from) ?? usual(ofDomain: domain), fact, context)
        }
        guard let column = column(fact), let old = before(column, context) else { return nil }
        return changes(old, fact, context)
    }

    /// The steps that turn one form of a column's constraint into another.
    static func changes(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step] {
        guard let table = after.id.parent else { return [] }
        let prefix = ConstraintText.alter(table)
        let name = SQL.identifier(after.id.name)
        if after.bool(.notValid), !before.bool(.notValid) {
            return [
                .alter(
                    after, title: "replace \(before.id) by one that is not validated",
                    [
                        "\(prefix) DROP CONSTRAINT \(SQL.identifier(before.id.name))",
                        "\(prefix) ADD \(ConstraintText.inTable(after))",
                    ], locks: context.lock(.accessExclusive, table))
            ]
        }
        var steps: [Step] = []
        if before.id.name != after.id.name, let again = InheritedNotNull.again(before, after, context) {
            steps.append(again)
        } else if before.id.name != after.id.name {
            steps.append(
                .rename(
                    before, to: after.id, ["\(prefix) RENAME CONSTRAINT \(SQL.identifier(before.id.name)) TO \(name)"],
                    locks: lock(.accessExclusive, table, context)))
        }
        if before.bool(.noInherit) != after.bool(.noInherit) {
            steps.append(
                .alter(
                    after, title: "change the inheritance of \(after.id)",
                    ["\(prefix) ALTER CONSTRAINT \(name) \(after.bool(.noInherit) ? "NO INHERIT" : "INHERIT")"],
                    when: .pending(ConstraintKind.exists(after.id, and: "k.connoinherit <> \(after.bool(.noInherit))")),
                    locks: context.lock(.accessExclusive, table)))
        }
        if before.bool(.notValid), !after.bool(.notValid) {
            steps.append(ConstraintAddition.validate(after, table, context))
        }
        return steps
    }

    /// A domain is not locked itself.
    private static func lock(_ mode: LockMode, _ owner: ObjectID, _ context: PlanContext) -> [Step.Lock] {
        owner.kind == .domain ? [] : context.lock(mode, owner)
    }

    /// A constraint that takes another name keeps its comment, which then goes by itself.
    private static func uncommented(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let table = fact.id.parent, !context.childrenBefore(fact.id, .comment).isEmpty else { return [] }
        return [
            .alter(
                fact, title: "remove the comment on \(fact.id)",
                [comment(nil, on: fact.id.name, of: table)], when: .pending(CatalogCheck.exists(fact.id)))
        ]
    }

    /// A constraint that goes: the column keeps a plain one, or gets another in the step that creates it; nil where it is dropped.
    static func drop(_ fact: Fact, _ context: PlanContext) -> [Step]? {
        if let domain = fact.id.parent, keepsNotNull(domain, context) {
            if ofDomain(domain, in: context.to) != nil { return [] }
            return uncommented(fact, context) + changes(fact, usual(ofDomain: domain), context)
        }
        guard let column = column(fact), let after = context.to[column], !context.created.contains(column),
            ColumnKind.effective(after, in: context.to).bool(.notNull)
        else { return nil }
        // It becomes the parent's, and the column's own step renames it.
        if after.bool(.inherited), InheritedNotNull.isInherited(by: column, in: context.to) { return [] }
        if of(column, in: context.to) != nil { return [] }
        return uncommented(fact, context) + changes(fact, usual(column), context)
    }

    // MARK: Order

    /// A primary key and an identity need a constraint that holds for all rows and for children: it is there before they come, and is
    /// weakened or goes after them.
    static func addEdges(_ fact: Fact, _ edges: inout EdgeBuilder) {
        guard let table = fact.id.parent, table.kind == .table, let column = column(fact), edges.from[table] != nil else {
            return
        }
        let form = NotNullTree.Form(column, in: edges.to)
        if form == nil || form?.notValid == true || form?.noInherit == true {
            for part in TableKind.tree(table, in: edges.from) {
                for key in keys(over: column, of: part, in: edges.from) {
                    edges.after(edges.removal(of: key))
                    edges.after(edges.alteration(of: key))
                }
            }
            if edges.from[column]?[.identity] != nil, edges.to[column]?[.identity] == nil {
                edges.after(edges.alteration(of: column))
            }
            return
        }
        for key in keys(over: column, of: table, in: edges.to) {
            edges.before(edges.creation(of: key))
            if !keys(over: column, of: table, in: edges.from).contains(key) { edges.before(edges.alteration(of: key)) }
        }
        if edges.from[column]?[.identity] == nil, edges.to[column]?[.identity] != nil {
            edges.before(edges.alteration(of: column))
        }
    }

    /// The primary keys of a table that have a column.
    static func keys(over column: ObjectID, of table: ObjectID, in state: CatalogState) -> [ObjectID] {
        state.children(of: table).filter {
            $0.constraintType == .primaryKey && $0.texts(.columns)?.contains(column.name) == true
        }.map(\.id)
    }

    /// The changes that free a constraint's name, which a column's NOT NULL constraint has before them.
    static func changes(thatFree id: ObjectID, _ edges: EdgeBuilder) -> [Int] {
        guard edges.from.serverVersion >= 180_000, !edges.changes.notNulls.covers(id), let table = id.parent,
            table.kind == .table,
            edges.from[table] != nil
        else {
            return []
        }
        return edges.from.children(of: table).filter { $0.id.kind == .column && name($0.id, in: edges.from) == id.name }
            .flatMap { holder -> [Int?] in
                guard edges.to[holder.id] != nil, name(holder.id, in: edges.to) != id.name else { return [] }
                let new = of(holder.id, in: edges.to).flatMap { edges.creation(of: $0.id) }
                let old = of(holder.id, in: edges.from).flatMap { edges.removal(of: $0.id) }
                return [new, old, edges.alteration(of: holder.id)]
            }.compactMap(\.self)
    }

    // MARK: Partitions

    /// The steps that give the constraint of a partition's column its name. PostgreSQL renames no inherited constraint: the name is
    /// changed before the table is attached, or after it is detached.
    static func renames(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step] {
        guard context.from.serverVersion >= 180_000, !context.notNulls.covers(after.id), let table = after.id.parent,
            let new = name(after.id, in: context.to)
        else { return [] }
        switch (before.bool(.inherited), after.bool(.inherited)) {
        case (false, false): return []
        case (true, true):
            return InheritedNotNull.isInherited(by: after.id, in: context.to) ? renameInPlace(after, table, context) : []
        // A constraint that is a fact of its own has its own step.
        case (true, false) where of(after.id, in: context.to) != nil: return []
        case (true, false), (false, true):
            guard after.text(.notNullName) != nil || before.text(.notNullName) != nil else { return [] }
            let old = name(before.id, in: context.from) ?? usualName(after.id)
            return old == new
                ? [] : changes(usual(after.id, named: old), usual(after.id, named: new), context)
        }
    }

    /// Detaches a partition that stays, renames its constraints and attaches it again, once for all its columns. While a foreign key
    /// refers to the tree, rows may forbid that, and the names stay.
    private static func renameInPlace(_ column: Fact, _ table: ObjectID, _ context: PlanContext) -> [Step] {
        guard let before = context.from[table], let after = context.to[table], let parent = after.partitionParent,
            before[.partitionOf] == after[.partitionOf], before[.partitionBound] == after[.partitionBound]
        else { return [] }
        let renames = context.to.children(of: table).compactMap { fact -> (column: ObjectID, old: String, new: String)? in
            guard let old = context.from[fact.id]?.text(.notNullName), let new = fact.text(.notNullName), old != new else {
                return nil
            }
            // RENAME CONSTRAINT on the parent takes the partitions' along.
            let source = ObjectID.column(fact.id.name, of: parent)
            if name(source, in: context.from) == old, name(source, in: context.to) == new { return nil }
            return (fact.id, old, new)
        }
        .sorted { $0.column < $1.column }
        guard renames.first?.column == column.id, !isReferenced(parent, in: context.from) else { return [] }
        let detaching = ["ALTER TABLE \(parent.sql) DETACH PARTITION \(table.sql)"]
        let renaming = renames.map {
            "ALTER TABLE \(table.sql) RENAME CONSTRAINT \(SQL.identifier($0.old)) TO \(SQL.identifier($0.new))"
        }
        let attaching = [
            "ALTER TABLE \(parent.sql) ATTACH PARTITION \(table.sql) \(after.text(.partitionBound) ?? "DEFAULT")"
        ]
        return [
            .alter(
                column, title: "rename the NOT NULL constraints of \(table)", detaching + renaming + attaching,
                locks: context.lock(.accessExclusive, parent) + context.lock(.accessExclusive, table)
                    + ConstraintText.lockReferenced(byParentOf: table, context),
                hazards: [.scan])
        ]
    }

    /// True when a foreign key of any table refers to a partition tree.
    private static func isReferenced(_ root: ObjectID, in state: CatalogState) -> Bool {
        var table = root
        while let parent = state[table]?.partitionParent { table = parent }
        return PartitionBounds.isReferenced(table, in: state)
    }
}
