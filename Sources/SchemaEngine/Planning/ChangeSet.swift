import SchemaModel

/// The objects that a plan creates, alters and drops, after replacements have propagated to their dependents.
struct ChangeSet {
    private(set) var creates: Set<ObjectID> = []
    private(set) var drops: Set<ObjectID> = []
    private(set) var alters: [ObjectID: Delta] = [:]
    /// Objects that are dropped and created again, with the reason.
    private(set) var replaced: [ObjectID: String] = [:]
    /// The objects that replace dropped ones, with those that they replace: both are done in one transaction.
    private(set) var exchanged: [ObjectID: ObjectID] = [:]
    /// Facts that come with the creation of another object and are taken back after it, such as privileges that PostgreSQL gives by itself.
    private(set) var implied: [ObjectID: Fact] = [:]
    /// The changes that PostgreSQL cannot make, or not without losing rows.
    private(set) var impossible: [String] = []

    let from: CatalogState
    let to: CatalogState
    /// Columns and types that are made beside the old ones.
    let rewrites: OnlineRewrites
    /// Tables that are copied beside the old ones.
    let copies: OnlineCopy.All
    /// NOT NULL constraints that are changed together.
    let notNulls: NotNullTrees
    private let ignored: Set<ObjectKind>

    /// - Parameter replacing: objects that are dropped and created again, although they could be altered.
    init(
        _ deltas: [Delta], from: CatalogState, to: CatalogState, options: PlanOptions, replacing: Set<ObjectID> = []
    ) {
        self.from = from
        self.to = to
        ignored = options.ignoredKinds
        rewrites = OnlineRewrites(from: from, to: to, options: options)
        copies = OnlineCopy.All(from: from, to: to, options: options)
        notNulls = NotNullTrees(deltas, from: from, to: to)
        for delta in deltas {
            switch delta.kind {
            case .create: creates.insert(delta.id)
            case .drop: drops.insert(delta.id)
            case .alter: alters[delta.id] = delta
            }
        }
        let context = PlanContext(
            from: from, to: to, created: creates, removed: drops, enclosed: [:], rewrites: rewrites, copies: copies,
            notNulls: notNulls, options: options)
        for id in alters.keys.sorted() {
            guard let delta = alters[id], let before = delta.before, let after = delta.after else { continue }
            let kind = id.kind.definition
            guard !replacing.contains(id) else {
                replace(id, because: "what it uses afterward cannot exist beside what it uses now")
                continue
            }
            switch kind.alter(before, after, delta.changed, context) {
            case .replace(let reason): replace(id, because: reason)
            case .impossible(let reason): impossible.append(reason)
            case .steps:
                for changed in kind.invalidates(before, after, delta.changed, context) {
                    invalidateDependents(of: changed, because: delta.id)
                }
            }
        }
        for id in drops.sorted() where to[id] == nil { replaceDependents(ofDropped: id) }
        rewrites.replaceDependents(&self)
        for kind in ObjectKind.allCases { kind.definition.adjust(&self, context) }
        rewrites.takeOver(&self)
        for id in replaced.keys { alters[id] = nil }
        alters = alters.filter { id, _ in !creates.contains(id) }
    }

    // MARK: Replacement

    /// Drops an object and creates it again, with everything that depends on it.
    mutating func replace(_ id: ObjectID, because reason: String) {
        guard replaced[id] == nil else { return }
        if id.kind.definition.losesRowsWhenReplaced(id, from: from, to: to) {
            impossible.append("\(id) would have to be dropped and created again (\(reason)), and its rows with it")
            return
        }
        replaced[id] = reason
        for part in from.family(of: id) {
            if !ignored.contains(part.kind) { drops.insert(part) }
            for dependent in from.dependents(of: part) where dependent != id && !dependent.isInside(id) {
                if let before = from[dependent], let after = to[dependent], dependent.kind.definition.outlives(id, before, after)
                {
                    continue
                }
                propagateReplacement(to: dependent, because: "it depends on \(part), which is replaced")
            }
        }
        for part in to.family(of: id) where !ignored.contains(part.kind) { creates.insert(part) }
    }

    private mutating func propagateReplacement(to dependent: ObjectID, because reason: String) {
        if to[dependent] == nil {
            drops.insert(dependent)
        } else {
            replace(dependent, because: reason)
        }
    }

    /// Objects that stay as they are, but depend on something that goes, are dropped before it and created again afterward.
    private mutating func replaceDependents(ofDropped dropped: ObjectID) {
        for dependent in from.dependents(of: dropped) {
            guard to[dependent] != nil, !creates.contains(dependent), alters[dependent] == nil,
                dependent.kind.definition.isReplacedWhenDependencyGoes
            else { continue }
            replace(dependent, because: "it depends on \(dropped), which goes")
        }
    }

    /// Replaces what PostgreSQL does not carry along when an object changes, such as a view over a column of a new type.
    mutating func invalidateDependents(of object: ObjectID, because changed: ObjectID) {
        for dependent in from.dependents(of: object) {
            guard let fact = from[dependent], !dependent.kind.definition.survives(changed.kind, fact) else { continue }
            propagateReplacement(to: dependent, because: "\(changed) changes its type")
        }
    }

    // MARK: What kinds adjust

    /// Notes a change that PostgreSQL cannot make.
    mutating func refuse(_ reason: String) { impossible.append(reason) }

    /// Leaves a change to another step, which makes it too.
    mutating func forget(_ id: ObjectID) {
        alters[id] = nil
        drops.remove(id)
        creates.remove(id)
    }

    /// Leaves an object to another step, although something that it stands on is replaced.
    mutating func release(_ id: ObjectID) {
        forget(id)
        replaced[id] = nil
        exchanged[id] = nil
        for (new, old) in exchanged where old == id { exchanged[new] = nil }
    }

    /// Alters an object after all.
    mutating func keep(_ delta: Delta) { alters[delta.id] = delta }

    /// Notes that one object is created in the place of another that is dropped.
    mutating func exchange(_ old: ObjectID, for new: ObjectID) { exchanged[new] = old }

    /// True if an object takes the place of another, or makes room for one.
    func isExchanged(_ id: ObjectID) -> Bool { exchanged[id] != nil || exchanged.values.contains(id) }

    mutating func forgetCreation(_ id: ObjectID) { creates.remove(id) }
    mutating func forgetRemoval(_ id: ObjectID) { drops.remove(id) }

    /// Creates an object that the deltas leave alone or alter.
    mutating func create(_ id: ObjectID) {
        alters[id] = nil
        creates.insert(id)
    }

    /// Alters an object of which only parts change, with what PostgreSQL does not carry along.
    mutating func alterAlone(_ id: ObjectID, _ context: PlanContext) {
        guard alters[id] == nil, replaced[id] == nil, let before = from[id], let after = to[id] else { return }
        alters[id] = Delta(id: id, before: before, after: after, changed: [])
        for changed in id.kind.definition.invalidates(before, after, [], context) {
            invalidateDependents(of: changed, because: id)
        }
    }

    /// Takes back what the creation of another object brings.
    mutating func takeBack(_ fact: Fact) {
        drops.insert(fact.id)
        implied[fact.id] = fact
    }

    /// Alters what the creation of another object brings.
    mutating func alter(_ id: ObjectID, from before: Fact, to after: Fact) {
        guard let delta = Delta(before: before, after: after) else { return forget(id) }
        creates.remove(id)
        drops.remove(id)
        alters[id] = delta
        impliedAlterations.insert(id)
    }

    /// Alterations of what a creation brings: they stay although their object is created.
    private(set) var impliedAlterations: Set<ObjectID> = []
}
