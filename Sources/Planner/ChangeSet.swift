import Catalog
import SchemaModel

/// What a plan creates, alters and drops, after replacements have spread to what depends on them.
struct ChangeSet {
    private(set) var creates: Set<ObjectID> = []
    private(set) var drops: Set<ObjectID> = []
    private(set) var alters: [ObjectID: Delta] = [:]
    /// Objects that are dropped and made again, with the reason.
    private(set) var replaced: [ObjectID: String] = [:]
    /// What PostgreSQL cannot do, or not without losing rows.
    private(set) var impossible: [String] = []

    private let from: CatalogState
    private let to: CatalogState
    private let dependents: [ObjectID: [ObjectID]]
    private let ignored: Set<ObjectKind>

    init(_ deltas: [Delta], from: CatalogState, to: CatalogState, options: PlanOptions) {
        self.from = from
        self.to = to
        ignored = options.ignoredKinds
        var dependents: [ObjectID: [ObjectID]] = [:]
        for fact in from.facts.values {
            for dependency in fact.dependencies { dependents[dependency, default: []].append(fact.id) }
        }
        self.dependents = dependents.mapValues { $0.sorted() }
        for delta in deltas {
            switch delta.kind {
            case .create: creates.insert(delta.id)
            case .drop: drops.insert(delta.id)
            case .alter: alters[delta.id] = delta
            }
        }
        forgetColumnsOfPartitions()
        let context = RuleContext(
            from: from, to: to, made: creates, removed: drops, absorbed: [:], serialSequences: [:], options: options)
        for id in alters.keys.sorted() {
            guard let delta = alters[id], let before = delta.before, let after = delta.after else { continue }
            switch Rule.all[id.kind]?.alter(before, after, delta.changed, context) {
            case .replace(let reason): replace(id, because: reason)
            case .impossible(let reason): impossible.append(reason)
            case .steps, nil: shake(delta, before, after)
            }
        }
        for id in drops.sorted() where to[id] == nil { loosen(from: id) }
        absorbDefaultChanges()
        for id in replaced.keys { alters[id] = nil }
        alters = alters.filter { id, _ in !creates.contains(id) }
        addImpliedPrivileges(to: options.isTargetRaw ? [.function] : [.function, .enumType, .domain])
        giveColumnPrivilegesAgain()
    }

    /// A partition's columns are its parent's; one that is detached, or attached, has them all the same.
    private mutating func forgetColumnsOfPartitions() {
        for delta in alters.values where delta.id.kind == .table && delta.changed.contains(.partitionOf) {
            let isColumn = { (id: ObjectID) in id.isInside(delta.id) && [.column, .columnDefault].contains(id.kind) }
            creates = creates.filter { !isColumn($0) }
            drops = drops.filter { !isColumn($0) }
        }
    }

    // MARK: replacement

    private mutating func replace(_ id: ObjectID, because reason: String) {
        guard replaced[id] == nil else { return }
        if id.kind == .table || id.kind == .sequence
            || id.kind == .column && from[id]?[.generated] == nil && to[id]?[.generated] == nil
        {
            impossible.append("\(id) would have to be dropped and made again (\(reason)), and its rows with it")
            return
        }
        replaced[id] = reason
        for fact in from.facts.values where fact.id == id || fact.id.isInside(id) {
            if !ignored.contains(fact.id.kind) { drops.insert(fact.id) }
            for dependent in dependents[fact.id] ?? [] where !dependent.isInside(id) {
                spread(to: dependent, because: "it depends on \(fact.id), which is replaced")
            }
        }
        for fact in to.facts.values where fact.id == id || fact.id.isInside(id) {
            if !ignored.contains(fact.id.kind) { creates.insert(fact.id) }
        }
    }

    private mutating func spread(to dependent: ObjectID, because reason: String) {
        if to[dependent] == nil {
            drops.insert(dependent)
        } else {
            replace(dependent, because: reason)
        }
    }

    /// What stays as it is, but leans on something that goes, is dropped before it and made again on what is there then.
    private mutating func loosen(from dropped: ObjectID) {
        for dependent in dependents[dropped] ?? [] {
            guard to[dependent] != nil, !creates.contains(dependent), alters[dependent] == nil,
                ![.table, .column, .sequence].contains(dependent.kind)
            else { continue }
            replace(dependent, because: "it depends on \(dropped), which goes")
        }
    }

    /// A column that changes its type, and an enum that is made anew, shake what PostgreSQL refuses to carry along.
    private mutating func shake(_ delta: Delta, _ before: Fact, _ after: Fact) {
        var shaken: [ObjectID] = []
        if delta.id.kind == .column, delta.changed.contains(.type) || delta.changed.contains(.collation) {
            shaken = [delta.id]
        } else if delta.id.kind == .enumType {
            let old = before.texts(.labels) ?? []
            if (after.texts(.labels) ?? []).filter(old.contains) != old {
                shaken = [delta.id] + EnumRebuild.users(of: delta.id, in: from).map(\.id)
            }
        }
        let carriedAlong: Set<ObjectKind> = [.index, .constraint, .columnDefault, .sequence, .statistics, .table, .column]
        for id in shaken {
            for dependent in dependents[id] ?? [] {
                let isGenerated = dependent.kind == .column && from[dependent]?[.generated] != nil
                // A partial index or a CHECK of a rebuilt enum names the old type's labels.
                let namesLabels = delta.id.kind == .enumType && [.index, .constraint].contains(dependent.kind)
                if !carriedAlong.contains(dependent.kind) || isGenerated || namesLabels {
                    spread(to: dependent, because: "\(delta.id) changes its type")
                }
            }
        }
    }

    /// A step that changes a column's type moves its default too.
    private mutating func absorbDefaultChanges() {
        for (id, delta) in alters {
            if id.kind == .column, delta.changed.contains(.type), let before = delta.before, let after = delta.after,
                !ColumnAlteration.widensOnly(before.text(.type), after.text(.type) ?? "")
                    || before.text(.collation) != after.text(.collation)
            {
                forgetDefault(of: id)
            }
            if id.kind == .enumType, let before = delta.before, let after = delta.after {
                let old = before.texts(.labels) ?? []
                guard (after.texts(.labels) ?? []).filter(old.contains) != old else { continue }
                for column in EnumRebuild.users(of: id, in: from) { forgetDefault(of: column.id) }
            }
        }
    }

    private mutating func forgetDefault(of column: ObjectID) {
        let id = ObjectID.columnDefault(of: column)
        guard from[id] != nil else { return }
        if to[id]?.dependencies.contains(where: { $0.kind == .sequence }) == true { return }
        alters[id] = nil
        drops.remove(id)
        creates.remove(id)
    }

    /// PostgreSQL lets PUBLIC execute a new function and use a new type: what the target does not want is taken back,
    /// and what it wants is not said twice. A declaration says who executes a function, and nothing of types.
    private mutating func addImpliedPrivileges(to kinds: Set<ObjectKind>) {
        for id in creates where kinds.contains(id.kind) {
            let grant = ObjectID.grant(to: "PUBLIC", on: id)
            if creates.contains(grant) {
                if to[grant]?.texts(.grantable) == nil { creates.remove(grant) }
                drops.remove(grant)
            } else if to[grant] == nil {
                drops.insert(grant)
                takenBack.insert(grant)
            }
        }
    }

    /// REVOKE on a table takes the same privilege on its columns with it (PostgreSQL's manual, REVOKE).
    private mutating func giveColumnPrivilegesAgain() {
        let revoked = Set((Array(alters.keys) + drops).filter { $0.kind == .grant && $0.parent?.kind == .table })
        for fact in to.facts.values where fact.id.kind == .grant && fact.id.parent?.kind == .column {
            guard let table = fact.id.parent?.parent, revoked.contains(.grant(to: fact.id.name, on: table)) else { continue }
            alters[fact.id] = nil
            creates.insert(fact.id)
        }
    }

    /// Privileges of PUBLIC that come with an object's creation and must go after it.
    private(set) var takenBack: Set<ObjectID> = []
}
