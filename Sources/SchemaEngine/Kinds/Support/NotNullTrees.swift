import SchemaModel

/// The changes of NOT NULL constraints that several tables or columns make together, since PostgreSQL 18.
///
/// RENAME CONSTRAINT on a parent looks for the same name in every child, an inherited constraint can be neither renamed nor dropped,
/// and two constraints of one table cannot exchange names. So one step changes all constraints of such a tree: it separates the children
/// from their parents, changes each constraint, and joins them again.
struct NotNullTrees: Sendable {
    private var trees: [NotNullTree] = []
    /// The place in ``trees`` of each column and constraint that a tree changes.
    private var places: [ObjectID: Int] = [:]
    /// The columns whose constraint must be created by its name, although that is the usual one.
    private var named: Set<ObjectID> = []

    init() {}

    /// - Parameter tables: those with a NOT NULL constraint or a column that differs.
    init(of tables: Set<ObjectID>, from: CatalogState, to: CatalogState) {
        guard from.serverVersion >= 180_000 else { return }
        var visited: Set<ObjectID> = []
        for table in tables.sorted() where table.kind == .table && !visited.contains(table) {
            let component = Self.component(of: table, from, to)
            visited.formUnion(component)
            guard let tree = NotNullTree(component, from: from, to: to) else { continue }
            for id in tree.changed { places[id] = trees.count }
            trees.append(tree)
        }
    }

    init(_ deltas: [Delta], from: CatalogState, to: CatalogState) {
        let tables = deltas.compactMap { delta -> ObjectID? in
            let isColumn = delta.id.kind == .column && !delta.changed.isDisjoint(with: [.notNull, .notNullName])
            let isConstraint = delta.before?.constraintType == .notNull || delta.after?.constraintType == .notNull
            return isColumn || isConstraint ? delta.id.parent : nil
        }
        self.init(of: Set(tables), from: from, to: to)
        if from.serverVersion >= 180_000, deltas.contains(where: { $0.id.kind == .column && $0.after?.bool(.notNull) == true }) {
            named = Self.columns(withNamesOfOthersIn: from, to)
        }
    }

    /// The columns whose constraint has the usual name, which a constraint of another table of the schema has too, such as that of a
    /// table that was made with LIKE: PostgreSQL would add a number to the name.
    private static func columns(withNamesOfOthersIn from: CatalogState, _ to: CatalogState) -> Set<ObjectID> {
        struct Name: Hashable {
            let schema: String?
            let name: String
        }
        var tables: [Name: Set<ObjectID>] = [:]
        var plain: [ObjectID: Name] = [:]
        for state in [from, to] {
            var named: Set<ObjectID> = []
            for (id, fact) in state.facts where id.kind == .constraint {
                guard let table = id.parent else { continue }
                tables[Name(schema: table.schema, name: id.name), default: []].insert(table)
                if fact.constraintType == .notNull, let column = fact.texts(.columns)?.first {
                    named.insert(.column(column, of: table))
                }
            }
            for (id, fact) in state.facts where id.kind == .column && fact.bool(.notNull) && !named.contains(id) {
                guard let table = id.parent else { continue }
                let name = Name(schema: table.schema, name: NotNullConstraint.usualName(id))
                tables[name, default: []].insert(table)
                plain[id] = name
            }
        }
        return Set(plain.filter { tables[$0.value, default: []].count > 1 }.keys)
    }

    /// The clause that names a column's constraint where PostgreSQL would choose another name; empty elsewhere.
    func nameClause(_ column: ObjectID) -> String {
        named.contains(column) ? " CONSTRAINT \(SQL.identifier(NotNullConstraint.usualName(column)))" : ""
    }

    /// The tables that are tied to one by inheritance in both states, and those that leave or go.
    private static func component(of table: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Set<ObjectID> {
        var result: Set<ObjectID> = []
        var open = [table]
        while let next = open.popLast() {
            guard from[next] != nil, to[next] != nil, result.insert(next).inserted else { continue }
            open += TableKind.parents(of: next, in: from)
            open += from.dependents(of: next).filter { TableKind.parents(of: $0, in: from).contains(next) }
        }
        return result
    }

    /// True for a column or constraint that is changed together with others.
    func covers(_ id: ObjectID) -> Bool { places[id] != nil }

    /// The steps of a tree at the object that stands for it, none at the others; nil for what is changed by itself.
    func steps(at id: ObjectID, _ context: PlanContext) -> [Step]? {
        guard let place = places[id] else { return nil }
        return trees[place].anchor == id ? NotNullTreeSteps(trees[place], context).steps : []
    }

    /// Adds the edges of a column or constraint that a tree changes. The constraints are changed after the step for the tree, and new
    /// children are created after it.
    func addEdges(_ id: ObjectID, _ edges: inout EdgeBuilder) {
        guard let place = places[id] else { return }
        let tree = trees[place]
        guard tree.anchor == id else {
            // A column has changes of its own too, on which its constraint may depend.
            guard id.kind == .constraint else { return }
            let anchor = tree.anchor
            edges.after(edges.creation(of: anchor) ?? edges.alteration(of: anchor) ?? edges.removal(of: anchor))
            return
        }
        for node in tree.nodes.values.flatMap(\.values) where node.before?.isLocal == true && node.after?.isLocal != true {
            for key in NotNullConstraint.keys(over: node.id, of: node.table, in: edges.from) {
                edges.after(edges.removal(of: key))
                edges.after(edges.alteration(of: key))
            }
        }
        for table in tree.tables {
            for child in edges.to.dependents(of: table) where TableKind.parents(of: child, in: edges.to).contains(table) {
                edges.before(edges.creation(of: child))
            }
        }
    }
}

/// A tree of tables, or a single one, with NOT NULL constraints that are changed in one step.
struct NotNullTree: Sendable {
    /// A NOT NULL constraint in one state.
    struct Form: Equatable, Sendable {
        var name: String
        /// The table has declared it, beside its parents or alone.
        var isLocal: Bool
        var isInherited: Bool
        var noInherit: Bool
        var notValid: Bool

        init?(_ column: ObjectID, in state: CatalogState) {
            guard let name = NotNullConstraint.name(column, in: state) else { return nil }
            let own = NotNullConstraint.of(column, in: state)
            self.name = name
            isInherited = InheritedNotNull.isInherited(by: column, in: state)
            isLocal = !isInherited || InheritedNotNull.localName(column, in: state) != nil
            noInherit = own?.bool(.noInherit) == true
            notValid = own?.bool(.notValid) == true
        }
    }

    /// A column of one table.
    struct Node: Sendable {
        let id: ObjectID
        let table: ObjectID
        let before: Form?
        let after: Form?
        /// The tables whose constraint this one has before.
        let sources: [ObjectID]
        let isPartition: Bool

        var isRenamed: Bool {
            guard let before, let after else { return false }
            return before.name != after.name
        }

        /// True when RENAME CONSTRAINT on a parent gives this one its name too.
        func follows(_ parent: Node) -> Bool {
            sources.count == 1 && before?.name == parent.before?.name && after?.name == parent.after?.name
        }
    }

    /// The tables, parents first.
    let tables: [ObjectID]
    /// By column name, then by table.
    let nodes: [String: [ObjectID: Node]]
    /// The columns and constraints whose differences the step removes.
    let changed: Set<ObjectID>
    let anchor: ObjectID

    init?(_ component: Set<ObjectID>, from: CatalogState, to: CatalogState) {
        // A table that joins or leaves brings its constraints in its own steps.
        let isStable = component.allSatisfy { table in
            from[table]?[.partitionOf] == to[table]?[.partitionOf] && from[table]?[.inherits] == to[table]?[.inherits]
                && from[table]?[.partitionBound] == to[table]?[.partitionBound]
        }
        guard isStable else { return nil }
        var all: [String: [ObjectID: Node]] = [:]
        for table in component {
            for fact in from.children(of: table) where fact.id.kind == .column {
                let id = fact.id
                all[id.name, default: [:]][table] = Node(
                    id: id, table: table, before: Form(id, in: from), after: Form(id, in: to),
                    sources: InheritedNotNull.sources(of: id, in: from).compactMap(\.parent),
                    isPartition: from[table]?.partitionParent != nil)
            }
        }
        let doomed = component.flatMap { from.dependents(of: $0) }.filter {
            from[$0] != nil && to[$0] == nil && !TableKind.parents(of: $0, in: from).isEmpty
        }
        let eligible = all.filter { name, nodes in
            nodes.values.contains { $0.before != $0.after } && Self.isEligible(nodes, from, to)
        }
        let isNeeded = eligible.values.contains { nodes in
            !Self.isSimple(nodes) || Self.takesNames(nodes, of: eligible, from)
                || doomed.contains { child in
                    nodes.values.contains { node in
                        guard node.isRenamed, TableKind.parents(of: child, in: from).contains(node.table) else { return false }
                        return NotNullConstraint.name(.column(node.id.name, of: child), in: from) != node.before?.name
                    }
                }
        }
        guard isNeeded else { return nil }
        nodes = eligible
        let depth = component.reduce(into: [ObjectID: Int]()) { $0[$1] = TableKind.ancestors(of: $1, in: from).count }
        tables = component.sorted { (depth[$0] ?? 0, $0) < (depth[$1] ?? 0, $1) }
        let columns = eligible.values.flatMap(\.values).map(\.id)
        let facts = columns.flatMap { [NotNullConstraint.of($0, in: from)?.id, NotNullConstraint.of($0, in: to)?.id] }
        changed = Set(columns + facts.compactMap(\.self))
        let differing = changed.filter { id in
            guard let before = from[id], let after = to[id] else { return from[id] != nil || to[id] != nil }
            return Delta(before: before, after: after) != nil
        }
        let constraints = differing.filter { $0.kind == .constraint }
        guard let anchor = constraints.min() ?? differing.min() else { return nil }
        self.anchor = anchor
    }

    /// True when the constraints of a column change, and none comes or goes but with the inheritance of its parent's.
    private static func isEligible(_ nodes: [ObjectID: Node], _ from: CatalogState, _ to: CatalogState) -> Bool {
        nodes.values.allSatisfy { node in
            guard to[node.id] != nil else { return false }
            switch (node.before, node.after) {
            case (nil, nil): return true
            case (let before?, let after?): return before.notValid == after.notValid
            case (nil, let after?):
                return after.isInherited && !after.isLocal
                    && InheritedNotNull.sources(of: node.id, in: to).allSatisfy { parent in
                        guard let form = parent.parent.flatMap({ nodes[$0]?.before }) else {
                            return parent.parent.map { nodes[$0] != nil && nodes[$0]?.before == nil } ?? false
                        }
                        return form.noInherit
                    }
            case (let before?, nil):
                return before.isInherited
                    && node.sources.allSatisfy { nodes[$0].map { $0.after == nil || $0.after?.noInherit == true } ?? false }
            }
        }
    }

    /// True when RENAME CONSTRAINT on the topmost tables does it all.
    private static func isSimple(_ nodes: [ObjectID: Node]) -> Bool {
        nodes.values.allSatisfy { node in
            guard node.before != node.after else {
                // A child with a name of its own stands in the way of its parent's new name.
                return !node.sources.contains { nodes[$0]?.isRenamed == true }
            }
            guard let before = node.before, var renamed = node.before, let after = node.after else { return false }
            renamed.name = after.name
            if nodes.count == 1 { renamed.noInherit = after.noInherit }
            guard renamed == after else { return false }
            if before.isInherited, before.isLocal { return false }
            return node.sources.allSatisfy { nodes[$0].map(node.follows) ?? false }
        }
    }

    /// True when a constraint takes the name that another one has before it.
    private static func takesNames(
        _ nodes: [ObjectID: Node], of all: [String: [ObjectID: Node]], _ from: CatalogState
    ) -> Bool {
        nodes.values.contains { node in
            guard node.isRenamed, let name = node.after?.name else { return false }
            return all.values.contains { others in
                guard let other = others[node.table], other.id != node.id else { return false }
                return other.before?.name == name
            }
        }
    }
}
