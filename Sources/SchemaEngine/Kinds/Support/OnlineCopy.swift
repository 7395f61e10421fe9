import SchemaModel

/// A table that is partitioned differently afterward, or that PostgreSQL would rewrite, and that is copied while clients go on.
///
/// The new tree is made beside the old one, in a schema of its own, under the names that it will have. A trigger notes the keys of rows
/// that clients write; the rows are copied in batches, then the noted ones again. One short transaction copies what was noted last and
/// moves both trees: the old one to quarantine, the new one to its place. ``OnlineCopySteps`` has the steps.
struct OnlineCopy: Sendable {
    let root: ObjectID
    let from: CatalogState
    let to: CatalogState
    /// The statements that create the new tables with their keys.
    let tables: [String]
    /// The statements that create the other indexes, which come after the rows.
    let indexes: [String]

    /// - Throws: ``PlanError`` when the new tree cannot be created beside the old one.
    private init(_ root: ObjectID, from: CatalogState, to: CatalogState, options: PlanOptions) throws {
        self.root = root
        self.from = from
        self.to = to
        let options = PlanOptions(
            ignoredKinds: options.ignoredKinds, isTargetRaw: options.isTargetRaw, includesRollback: false,
            external: options.external)
        let steps = try Plan(from: to, to: Self.beside(root, to), options: options).steps.filter { !$0.isRecovery }
        tables = steps.filter { $0.object.kind != .index }.flatMap(\.statements)
        indexes = steps.filter { $0.object.kind == .index }.flatMap(\.statements)
    }

    /// The copies that a plan makes, by the table at the root of each.
    struct All: Sendable {
        private(set) var copies: [ObjectID: OnlineCopy] = [:]
        /// The tables that are copied under a lock all the same, and why.
        private(set) var refused: [ObjectID: String] = [:]

        init() {}

        init(from: CatalogState, to: CatalogState, options: PlanOptions) {
            guard let online = options.online, options.quarantine != nil else { return }
            let roots = from.facts.keys.filter { id in
                id.kind == .table && online.tables.includes(id) && TableCopy.isCopied(id, from: from, to: to)
                    && TableCopy.root(of: id, in: from, from: from, to: to) == id
            }
            refused = Rewritten(from: from, to: to, options: options).refused
            for root in roots.sorted() {
                if let reason = OnlineCopySearch(root, from: from, to: to).refusal {
                    refused[root] = reason
                    continue
                }
                do {
                    copies[root] = try OnlineCopy(root, from: from, to: to, options: options)
                } catch {
                    refused[root] = "\(error)"
                }
            }
        }

        /// The copy that a table of either state takes part in.
        func of(_ table: ObjectID) -> OnlineCopy? {
            copies.values.first { $0.oldTree.contains(table) || $0.newTree.contains(table) }
        }
    }

    /// The tables that get what no column made beside another can give them: a stored generated column, another persistence or access method.
    struct Rewritten {
        private(set) var tables: Set<ObjectID> = []
        /// Those that are rewritten in place all the same, and why.
        private(set) var refused: [ObjectID: String] = [:]

        init(from: CatalogState, to: CatalogState, options: PlanOptions) {
            guard let online = options.online, options.quarantine != nil else { return }
            for table in from.facts.keys.sorted() where table.kind == .table && online.tables.includes(table) {
                guard let after = to[table], let before = from[table], before[.partitionBy] == nil, after[.partitionBy] == nil,
                    Self.isNeeded(before, after, from, to)
                else { continue }
                if let reason = Self.refusal(table, from, to) ?? OnlineCopySearch(table, from: from, to: to).refusal {
                    refused[table] = reason
                } else {
                    tables.insert(table)
                }
            }
        }

        private static func isNeeded(_ before: Fact, _ after: Fact, _ from: CatalogState, _ to: CatalogState) -> Bool {
            if before[.persistence] != after[.persistence] || before[.accessMethod] != after[.accessMethod] { return true }
            return to.children(of: after.id).contains { column in
                column.id.kind == .column && isStored(column)
                    && (from[column.id].map {
                        !isStored($0) || $0[.generated] != column[.generated] || $0[.type] != column[.type]
                    } ?? true)
            }
        }

        private static func isStored(_ column: Fact) -> Bool {
            column[.generated] != nil && column.text(.generatedKind) != "virtual"
        }

        /// The values of other columns must be the same before and after: what comes, goes or is converted has its own way back.
        private static func refusal(_ table: ObjectID, _ from: CatalogState, _ to: CatalogState) -> String? {
            func plain(_ state: CatalogState) -> [ObjectID: Fact] {
                Dictionary(
                    uniqueKeysWithValues: state.children(of: table).filter { $0.id.kind == .column && $0[.generated] == nil }
                        .map { ($0.id, $0) })
            }
            let changed = from.facts.values.filter { fact in
                fact.id.kind == .sequence && fact.owningColumn?.parent == table
                    && to[fact.id]?[.persistence] != fact[.persistence]
            }
            if let sequence = changed.map(\.id).min() { return "\(sequence) changes with it" }
            let (before, after) = (plain(from), plain(to))
            for id in Set(before.keys).union(after.keys).sorted() {
                guard let old = before[id], let new = after[id], old[.type] == new[.type], old[.collation] == new[.collation],
                    old[.identity] == new[.identity], new[.backfill] == nil
                else { return "\(id) comes, goes or changes too; leave that to another migration" }
            }
            return nil
        }
    }

    static func primaryKey(of table: ObjectID, in state: CatalogState) -> [String]? {
        state.children(of: table).first { $0.constraintType == .primaryKey }?.texts(.columns)
    }

    /// The columns by which rows are found again: in the old table, in the new one, and all of them.
    var keys: (source: [String], target: [String], all: [String]) {
        let source = Self.primaryKey(of: root, in: from) ?? []
        let target = Self.primaryKey(of: root, in: to) ?? []
        return (source, target, source + target.filter { !source.contains($0) })
    }

    var names: OnlineCopyNames { OnlineCopyNames(root) }
    var newTree: [ObjectID] { TableCopy.tree(root, in: to) }
    var oldTree: [ObjectID] { TableCopy.tree(root, in: from) }

    /// The target, in which the new tree also stands where it is filled.
    private static func beside(_ root: ObjectID, _ to: CatalogState) -> CatalogState {
        let tree = TableCopy.tree(root, in: to)
        let names = OnlineCopyNames(root)
        var target = to
        for table in tree {
            for id in to.family(of: table) where isMadeBeforehand(id, in: to) {
                guard let fact = to[id] else { continue }
                let moved = names.moved(fact, Set(tree))
                target.facts[moved.id] = moved
            }
        }
        return target.indexed()
    }

    /// Foreign keys, policies, triggers and what is said of the table come in the exchange.
    private static func isMadeBeforehand(_ id: ObjectID, in state: CatalogState) -> Bool {
        if id.kind == .constraint { return state[id]?.constraintType != .foreignKey }
        if id.kind == .grant, let object = id.parent { return object.kind == .table || object.kind == .column }
        return [.table, .column, .columnDefault, .index].contains(id.kind)
    }
}

/// Where the tables of a new tree are until the exchange.
struct OnlineCopyNames: Sendable {
    let root: ObjectID

    init(_ root: ObjectID) { self.root = root }

    /// The schema that the tree is in.
    var schema: String { TemporaryName.of(root.path) }

    func place(_ table: ObjectID) -> ObjectID { .table(schema, table.name) }

    private func moved(_ id: ObjectID, _ tree: Set<ObjectID>) -> ObjectID {
        if tree.contains(id) { return place(id) }
        guard let parent = id.parent else { return id }
        let new = moved(parent, tree)
        return new == parent ? id : ObjectID(id.kind, schema: id.schema, id.name, signature: id.signature, parent: new)
    }

    func moved(_ fact: Fact, _ tree: Set<ObjectID>) -> Fact {
        var attributes = fact.attributes
        attributes[.rowSecurity] = nil
        attributes[.forceRowSecurity] = nil
        for attribute in [Attribute.partitionOf, .attachedTo] {
            guard let path = fact.texts(attribute), path.count > 1 else { continue }
            let table = place(.table(path[0], path[1]))
            attributes[attribute] = .texts([table.schema ?? "", table.name] + path.dropFirst(2))
        }
        return Fact(moved(fact.id, tree), attributes, dependencies: Set(fact.dependencies.map { moved($0, tree) }))
    }
}
