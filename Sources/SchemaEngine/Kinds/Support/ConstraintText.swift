import SchemaModel

/// How a constraint is written.
enum ConstraintText {
    static func inTable(_ fact: Fact) -> String { "CONSTRAINT \(SQL.identifier(fact.id.name)) \(definition(fact))" }

    /// The definition with the storage parameters of its index, which `pg_get_constraintdef` leaves out.
    static func definition(_ fact: Fact) -> String {
        let text = fact.text(.definition) ?? ""
        if fact.constraintType == .check, !fact.bool(.notValid), !fact.bool(.notEnforced), !fact.bool(.noInherit) {
            return fact.written(.definition) ?? text
        }
        guard fact.constraintType == .primaryKey || fact.constraintType == .unique else { return text }
        let options = OptionsText.list(fact).map { " WITH (\($0))" } ?? ""
        let tablespace = fact.text(.tablespace).map { " USING INDEX TABLESPACE \(SQL.identifier($0))" } ?? ""
        guard !options.isEmpty || !tablespace.isEmpty else { return text }
        let deferral = self.deferral(fact).map { " \($0)" } ?? ""
        return withoutDeferral(fact) + options + tablespace + deferral
    }

    /// The clause that says when a constraint is checked; nil for the default.
    static func deferral(_ fact: Fact) -> String? {
        guard fact.bool(.deferrable) else { return nil }
        return "DEFERRABLE" + (fact.bool(.deferred) ? " INITIALLY DEFERRED" : "")
    }

    /// The clause that makes an index that of a key.
    static func using(_ index: String, as fact: Fact) -> String {
        let keyword = fact.constraintType == .primaryKey ? "PRIMARY KEY" : "UNIQUE"
        let deferral = deferral(fact).map { " \($0)" } ?? ""
        return "CONSTRAINT \(SQL.identifier(fact.id.name)) \(keyword) USING INDEX \(SQL.identifier(index))\(deferral)"
    }

    /// The definition up to the clause that says when it is checked: what `pg_get_constraintdef` appends is known from the catalog.
    static func withoutDeferral(_ fact: Fact) -> String {
        var text = fact.text(.definition) ?? ""
        if fact.bool(.notValid), text.hasSuffix(" NOT VALID") { text.removeLast(" NOT VALID".count) }
        guard let clause = deferral(fact), text.hasSuffix(" " + clause) else { return text }
        text.removeLast(clause.count + 1)
        return text
    }

    /// The definition up to the clause that says that it is not enforced.
    static func withoutEnforcement(_ fact: Fact) -> String {
        let text = fact.text(.definition) ?? ""
        let clause = " NOT ENFORCED"
        return fact.bool(.notEnforced) && text.hasSuffix(clause) ? String(text.dropLast(clause.count)) : text
    }

    static func rank(_ fact: Fact) -> Int {
        switch fact.constraintType {
        case .primaryKey: 0
        case .unique: 1
        case .exclude: 2
        case .check: 3
        case .foreignKey: 4
        case .notNull, nil: 5
        }
    }

    /// The lock on the owner of a constraint and, but for NO INHERIT, on the tables that have the constraint from it; a domain is
    /// not locked itself.
    static func lock(
        _ mode: LockMode, _ fact: Fact, adding: Bool = false, _ context: PlanContext
    ) -> [Step.Lock] {
        guard let owner = fact.id.parent, owner.kind != .domain else { return [] }
        let isOwnersAlone = fact.bool(.noInherit)
        // Since PostgreSQL 18, ADD CONSTRAINT locks the children before it looks at NO INHERIT.
        let locksOwnerAlone = isOwnersAlone && !(adding && context.from.serverVersion >= 180_000)
        guard !locksOwnerAlone else { return context.lock(mode, owner) }
        // A table joins before a new check of its parent comes, which it has already.
        let isNew = context.created.contains(fact.id) && fact.constraintType == .check && !isOwnersAlone
        let joining = isNew ? context.to.dependents(of: owner).filter { joins($0, owner, context) } : []
        return context.lockTree(mode, owner) + joining.flatMap { context.lock(mode, $0) }
    }

    private static func joins(_ child: ObjectID, _ parent: ObjectID, _ context: PlanContext) -> Bool {
        context.to[child]?.inheritanceParents.contains(parent) == true && context.from[child] != nil
            && context.from[child]?.inheritanceParents.contains(parent) == false
    }

    /// True when a partition has an equal foreign key, which becomes part of one that its parent gets, without triggers of its own.
    static func joinsKeyOfPartition(_ fact: Fact, in state: CatalogState) -> Bool {
        guard fact.constraintType == .foreignKey, let owner = fact.id.parent, state[owner]?[.partitionBy] != nil else {
            return false
        }
        let tables = referenced(fact)
        return TableKind.tree(owner, in: state).dropFirst().contains { partition in
            foreignKeys(of: partition, in: state).contains {
                $0[.columns] == fact[.columns] && $0[.referencedColumns] == fact[.referencedColumns] && referenced($0) == tables
            }
        }
    }

    /// The lock on the tables that a foreign key refers to; each partition of one has a key of its own.
    static func lockReferenced(_ mode: LockMode, _ fact: Fact, _ context: PlanContext) -> [Step.Lock] {
        // The key of a partition depends on that of its parent, which stays out of this.
        let tables = Set(fact.dependencies.filter { $0.kind == .column }.map(\.root))
        return referenced(fact).filter(tables.contains).flatMap {
            context.fact($0)?[.partitionBy] == nil ? context.lock(mode, $0) : context.lockTree(mode, $0)
        }
    }

    /// The locks on the tables that the foreign keys above a partition refer to: their triggers change with a detachment.
    static func lockReferenced(
        _ mode: LockMode = .accessExclusive, byParentOf partition: ObjectID, _ context: PlanContext
    ) -> [Step.Lock] {
        let keys = TableKind.ancestors(of: partition, in: context.from).flatMap { foreignKeys(of: $0, in: context.from) }
        return Set(keys.flatMap(referenced)).sorted().flatMap { context.lock(mode, $0) }
    }

    /// The tables whose rows are read for a constraint of their domain.
    static func lockUsers(ofDomain id: ObjectID?, _ context: PlanContext) -> [Step.Lock] {
        guard let id, id.kind == .domain, !context.isNew(id) else { return [] }
        let tables = Set(context.from.dependents(of: id).map(\.root).filter(\.kind.hasRows))
        return tables.sorted().flatMap { context.lock(.share, $0) }
    }

    static func alter(_ owner: ObjectID) -> String {
        "ALTER \(owner.kind == .domain ? "DOMAIN" : owner.kind.alterKeyword) \(owner.sql)"
    }

    /// The foreign keys of a partitioned table, which its partitions have under the same names.
    static func foreignKeys(of table: ObjectID, in state: CatalogState) -> [Fact] {
        state.children(of: table).filter { $0.constraintType == .foreignKey }.sorted { $0.id < $1.id }
    }

    /// The other tables that a foreign key refers to.
    static func referenced(_ fact: Fact) -> [ObjectID] { allReferenced(fact).filter { $0 != fact.id.parent } }

    /// The tables that a foreign key refers to; its own only where it refers to that. It depends on the key there, beside the columns of
    /// both sides.
    static func allReferenced(_ fact: Fact) -> [ObjectID] {
        guard fact.constraintType == .foreignKey else { return [] }
        let tables = Set(fact.dependencies.map(\.root).filter { $0.kind == .table })
        let refersToOwn = fact.dependencies.contains { $0.parent == fact.id.parent && $0.kind != .column }
        return (refersToOwn ? tables : tables.subtracting([fact.id.parent].compactMap(\.self))).sorted()
    }
}
