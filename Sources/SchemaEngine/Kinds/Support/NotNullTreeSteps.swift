import SchemaModel

/// The step that changes the NOT NULL constraints of a tree of tables.
///
/// A child is separated from its parent by ALTER CONSTRAINT … NO INHERIT on the parent's, which PostgreSQL also takes for a column of a
/// primary key; what the child had from the parent alone is its own then, and is dropped. INHERIT joins them again and gives it back.
/// A partition is detached and attached instead, since a partitioned table takes no NO INHERIT.
struct NotNullTreeSteps {
    private let tree: NotNullTree
    private let context: PlanContext
    /// The constraints that their children are separated from, and those that are changed while their parents are separated from them.
    private var separated: Set<ObjectID> = []
    private var freed: Set<ObjectID> = []
    private var detached: Set<ObjectID> = []
    private var dropped: Set<ObjectID> = []
    private var statements: [String] = []
    private var hazards: Set<Hazard> = []

    init(_ tree: NotNullTree, _ context: PlanContext) {
        self.tree = tree
        self.context = context
        for nodes in tree.nodes.values {
            findSeparated(nodes)
            findDetached(nodes)
        }
        // While a foreign key refers to the tree, its rows may forbid a detachment, and the names stay.
        guard detached.isEmpty || !tree.tables.contains(where: { PartitionBounds.isReferenced($0, in: context.from) }) else {
            return
        }
        separate()
        for table in detached.sorted(by: isBelow) { statements += detach(table) }
        rename()
        for table in detached.sorted(by: isBelow).reversed() { statements += attach(table) }
        join()
        comment()
    }

    var steps: [Step] {
        guard !statements.isEmpty, let fact = context.fact(tree.anchor), let top = tree.tables.first else { return [] }
        var locks: [Step.Lock] = []
        for table in touched {
            for lock in context.lockTree(.accessExclusive, table) where !locks.contains(lock) { locks.append(lock) }
        }
        for lock in detached.sorted().flatMap({ ConstraintText.lockReferenced(byParentOf: $0, context) })
        where !locks.contains(lock) { locks.append(lock) }
        var step = Step.alter(
            fact, title: "change the NOT NULL constraints of \(top)" + (tree.tables.count > 1 ? " and its children" : ""),
            statements, locks: locks, hazards: hazards,
            reason: "PostgreSQL cannot change them one by one")
        step.questions = tree.nodes.values.flatMap(\.values).sorted { $0.id < $1.id }
            .filter { $0.before == nil && $0.after != nil }.flatMap { LiveQuestions.nulls($0.id, context) }
        return [step]
    }

    /// The tables that a statement names.
    private var touched: [ObjectID] {
        let changed = tree.nodes.values.flatMap(\.values).filter { node in
            separated.contains(node.id) || freed.contains(node.id) || dropped.contains(node.id) || node.before != node.after
        }.map(\.table)
        let all = Set(changed).union(detached).union(detached.compactMap { context.from[$0]?.partitionParent })
        return tree.tables.filter(all.contains)
    }

    private func isBelow(_ a: ObjectID, _ b: ObjectID) -> Bool {
        (tree.tables.firstIndex(of: a) ?? 0) > (tree.tables.firstIndex(of: b) ?? 0)
    }

    private func columnName(_ node: NotNullTree.Node) -> String { SQL.identifier(node.id.name) }

    // MARK: Separation

    private mutating func findSeparated(_ nodes: [ObjectID: NotNullTree.Node]) {
        var isChanged = true
        while isChanged {
            isChanged = false
            for node in nodes.values where !node.isPartition && !node.sources.isEmpty {
                let parents = node.sources.compactMap { nodes[$0] }
                if isFreed(node, parents), freed.insert(node.id).inserted { isChanged = true }
                for parent in parents where isSeparated(parent, from: node) && separated.insert(parent.id).inserted {
                    isChanged = true
                }
            }
        }
    }

    private func isFreed(_ node: NotNullTree.Node, _ parents: [NotNullTree.Node]) -> Bool {
        guard let before = node.before else { return false }
        if separated.contains(node.id) { return true }
        guard let after = node.after else { return true }
        if before.isLocal != after.isLocal { return after.isLocal || canBeDropped(node) }
        return node.isRenamed && !parents.allSatisfy(node.follows)
    }

    private func isSeparated(_ parent: NotNullTree.Node, from child: NotNullTree.Node) -> Bool {
        if freed.contains(child.id) || parent.after?.noInherit == true { return true }
        return parent.isRenamed && !child.follows(parent)
    }

    /// A column of a key or an identity keeps its constraint, which is then the child's own too. A key that goes does so before.
    private func canBeDropped(_ node: NotNullTree.Node) -> Bool {
        context.from[node.id]?[.identity] == nil && context.to[node.id]?[.identity] == nil
            && !NotNullConstraint.keys(over: node.id, of: node.table, in: context.from).contains {
                NotNullConstraint.keys(over: node.id, of: node.table, in: context.to).contains($0)
            }
    }

    private mutating func findDetached(_ nodes: [ObjectID: NotNullTree.Node]) {
        for node in nodes.values where node.isPartition {
            guard let parent = node.sources.first.flatMap({ nodes[$0] }), node.isRenamed || parent.isRenamed else { continue }
            if !node.follows(parent) { detached.insert(node.table) }
        }
    }

    // MARK: Statements

    private func inOrder(_ tables: [ObjectID]) -> [NotNullTree.Node] {
        tables.flatMap { table in tree.nodes.values.compactMap { $0[table] }.sorted { $0.id < $1.id } }
    }

    /// Separates children from their parents, parents first.
    private mutating func separate() {
        for node in inOrder(tree.tables) {
            guard let before = node.before else { continue }
            let isSeparated = node.sources.contains { table in
                let parent = ObjectID.column(node.id.name, of: table)
                return separated.contains(parent) || dropped.contains(parent)
            }
            let comesFromParents = node.after.map { $0.isInherited && !$0.isLocal } ?? true
            if comesFromParents, isSeparated || before.isLocal && node.before != node.after, canBeDropped(node) {
                dropped.insert(node.id)
                if node.after != nil { hazards.insert(.scan) }
                // It goes with its parent's.
                let goesAlong = !before.isLocal && node.sources.allSatisfy { dropped.contains(.column(node.id.name, of: $0)) }
                if !goesAlong {
                    statements.append("ALTER TABLE \(node.table.sql) ALTER COLUMN \(columnName(node)) DROP NOT NULL")
                }
            } else if separated.contains(node.id) || node.after?.noInherit == true, !before.noInherit {
                statements.append(alter(node.table, before.name, "NO INHERIT"))
            }
        }
    }

    private func alter(_ table: ObjectID, _ name: String, _ action: String) -> String {
        "ALTER TABLE \(table.sql) ALTER CONSTRAINT \(SQL.identifier(name)) \(action)"
    }

    private func detach(_ table: ObjectID) -> [String] {
        guard let parent = context.from[table]?.partitionParent else { return [] }
        return ["ALTER TABLE \(parent.sql) DETACH PARTITION \(table.sql)"]
    }

    private mutating func attach(_ table: ObjectID) -> [String] {
        guard let parent = context.from[table]?.partitionParent else { return [] }
        hazards.insert(.scan)
        let bound = context.to[table]?.text(.partitionBound) ?? "DEFAULT"
        return ["ALTER TABLE \(parent.sql) ATTACH PARTITION \(table.sql) \(bound)"]
    }

    /// Renames what is left; a name that another constraint still has is taken in a second step.
    private mutating func rename() {
        let nodes = inOrder(tree.tables)
        var names: [ObjectID: String] = [:]
        for node in nodes where !dropped.contains(node.id) { names[node.id] = node.before?.name }
        var postponed: [(NotNullTree.Node, String)] = []
        for node in nodes where node.isRenamed && !dropped.contains(node.id) && !followsParent(node) {
            guard let old = node.before?.name, let new = node.after?.name else { continue }
            let members = followers(of: node)
            let isTaken = nodes.contains { other in
                names[other.id] == new && other.id.name != node.id.name && members.contains { $0.table == other.table }
            }
            let name = isTaken ? TemporaryName.of(new) : new
            if isTaken { postponed.append((node, name)) }
            statements.append(rename(node.table, old, name))
            for member in members { names[member.id] = name }
        }
        for (node, name) in postponed { statements.append(rename(node.table, name, node.after?.name ?? name)) }
    }

    private func rename(_ table: ObjectID, _ old: String, _ new: String) -> String {
        "ALTER TABLE \(table.sql) RENAME CONSTRAINT \(SQL.identifier(old)) TO \(SQL.identifier(new))"
    }

    /// True when a constraint takes its new name from its parent's, from which it is not separated.
    private func followsParent(_ node: NotNullTree.Node) -> Bool {
        if node.isPartition { return !node.sources.isEmpty && !detached.contains(node.table) }
        return node.sources.contains { !separated.contains(.column(node.id.name, of: $0)) }
    }

    /// A constraint and those below it that are renamed with it.
    private func followers(of node: NotNullTree.Node) -> [NotNullTree.Node] {
        let children = tree.nodes[node.id.name]?.values.filter { $0.sources.contains(node.table) && followsParent($0) } ?? []
        return [node] + children.filter { !dropped.contains($0.id) }.flatMap { followers(of: $0) }
    }

    /// Joins children to their parents again, children first.
    private mutating func join() {
        for node in inOrder(tree.tables.reversed()) {
            guard let before = node.before, let after = node.after else {
                if node.before == nil, node.after != nil { hazards.formUnion([.scan, .mayFailOnData]) }
                continue
            }
            guard !after.noInherit, !dropped.contains(node.id), separated.contains(node.id) || before.noInherit else { continue }
            statements.append(alter(node.table, after.name, "INHERIT"))
        }
    }

    /// Comments follow a constraint that is renamed, and go with one that is dropped.
    private mutating func comment() {
        for node in inOrder(tree.tables) {
            guard let after = node.after else { continue }
            let isNew = node.before == nil || dropped.contains(node.id)
            let old = isNew ? nil : NotNullConstraint.comment(node.id, in: context.from)
            let new = NotNullConstraint.comment(node.id, in: context.to)
            guard old != new else { continue }
            statements.append(NotNullConstraint.comment(new, on: after.name, of: node.table))
        }
    }
}
