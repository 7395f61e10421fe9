import SchemaModel

/// A table that is partitioned differently afterward, and is copied while clients go on.
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
