import SchemaModel

/// Tells why a table that is partitioned differently cannot be copied while clients go on.
struct OnlineCopySearch {
    private let root: ObjectID
    private let from: CatalogState
    private let to: CatalogState

    init(_ root: ObjectID, from: CatalogState, to: CatalogState) {
        self.root = root
        self.from = from
        self.to = to
    }

    /// What comes back in the transaction that moves the tables, which is brief: none of it reads rows.
    private static let replacedKinds: Set<ObjectKind> = [
        .view, .rule, .policy, .trigger, .statistics, .function, .aggregate, .publicationTable,
    ]

    /// Nil for a table that can be.
    var refusal: String? {
        for (state, other) in [(from, to), (to, from)] {
            guard let fact = state[root] else { return "it is not in both states" }
            if fact.partitionParent != nil || !fact.inheritanceParents.isEmpty || fact[.ofType] != nil {
                return "it has a parent, or is typed"
            }
            if state.dependents(of: root).contains(where: { state[$0]?.inheritanceParents.contains(root) == true }) {
                return "other tables inherit from it"
            }
            if let other = state.leftToOthers.values.first(where: { $0.partitionParent == root }) {
                return "\(other.id) is made by somebody else"
            }
            if let reason = refusal(ofTree: state, other) { return reason }
        }
        return refusalOfKeys ?? refusalOfColumns ?? refusalOfDependents
    }

    private func refusal(ofTree state: CatalogState, _ other: CatalogState) -> String? {
        let tree = TableCopy.tree(root, in: state)
        let others = Set(TableCopy.tree(root, in: other))
        for table in tree {
            guard table.kind == .table else { return "\(table) is not a table of its own" }
            if other[table] != nil, !others.contains(table) { return "\(table) is a partition in one state only" }
        }
        if Set(tree.map(\.name)).count < tree.count { return "partitions of different schemas have one name" }
        let keys = tree.flatMap { ConstraintText.foreignKeys(of: $0, in: state) }
        if let key = keys.first(where: { $0.bool(.notValid) || $0.bool(.notEnforced) || $0[.period] != nil }) {
            return "\(key.id) is not valid, not enforced, or over a period"
        }
        for key in keys {
            let referenced = ConstraintText.referenced(key)
            if referenced.isEmpty || referenced.contains(where: tree.contains) { return "\(key.id) refers to the table itself" }
            for table in referenced {
                if from[table] == nil || TableCopy.root(of: table, in: state, from: from, to: to) != nil {
                    return "\(key.id) refers to \(table), which is new or copied too"
                }
            }
        }
        return nil
    }

    /// Rows are found again by the primary keys of both tables.
    private var refusalOfKeys: String? {
        guard let source = OnlineCopy.primaryKey(of: root, in: from), let target = OnlineCopy.primaryKey(of: root, in: to) else {
            return "it has no primary key, before and after, by which rows are found again"
        }
        for name in Set(source + target).sorted() {
            let column = ObjectID.column(name, of: root)
            guard let before = from[column], let after = to[column], before[.type] == after[.type],
                before[.collation] == after[.collation]
            else { return "\(column), a column of a primary key, is not in both states, or changes its type" }
        }
        guard Set(source).isSubset(of: target) || Set(target).isSubset(of: source) else {
            return "neither primary key has all columns of the other"
        }
        return nil
    }

    private var refusalOfColumns: String? {
        for column in to.children(of: root).filter({ $0.id.kind == .column }) {
            let before = from[column.id]
            if TypeConversion.isDeclared(before, column) {
                return "old values that the conversion of \(column.id) changes are kept"
            }
            if column[.backfill] != nil { return "\(column.id) is filled from an expression" }
            let types = column.dependencies.union(before?.dependencies ?? [])
            if let type = types.sorted().first(where: { TypeRebuild.isNeeded($0, from, to) }) {
                return "\(type) is rebuilt"
            }
        }
        return nil
    }

    private var refusalOfDependents: String? {
        for state in [from, to] {
            let tree = Set(TableCopy.tree(root, in: state))
            var seen: Set<ObjectID> = []
            var open = tree.sorted().flatMap { state.family(of: $0) }
            while let object = open.popLast() {
                for dependent in state.dependents(of: object) where seen.insert(dependent).inserted {
                    if tree.contains(dependent.root) { continue }
                    if dependent.kind == .column, dependent.parent?.kind == .view { continue }
                    if state[dependent]?.constraintType == .foreignKey {
                        guard let table = dependent.parent, state[table]?[.partitionBy] == nil, state[dependent]?[.period] == nil
                        else { return "\(dependent), of a partitioned table, refers to it" }
                        continue
                    }
                    // The sequence of a `serial` column stays.
                    if dependent.kind == .sequence { continue }
                    guard
                        Self.replacedKinds.contains(dependent.kind)
                            || dependent.parent != nil && Self.replacedKinds.contains(dependent.root.kind)
                    else { return "\(dependent) depends on it" }
                    open += state.family(of: dependent)
                }
            }
        }
        return nil
    }
}
