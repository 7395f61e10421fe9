import SchemaModel

/// Changes a table in place; each attribute is one statement with the lock that it takes.
struct TableAlteration {
    private let before: Fact
    private let after: Fact
    private let changed: Set<Attribute>
    private let context: PlanContext

    init(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) {
        self.before = before
        self.after = after
        self.changed = changed
        self.context = context
    }

    var result: Alteration {
        guard !changed.contains(.partitionBy) else {
            let reason = context.copies.refused[id].map { ", and not online: \($0)" } ?? ""
            return .replace("it is partitioned differently, which takes a new table and a copy of its rows\(reason)")
        }
        if let missing = columnsMissingFromParents.first {
            return .impossible(
                "\(id) would have to inherit \(missing) from a parent that it joins; PostgreSQL lets a table join only parents "
                    + "whose columns it has itself. Declare column \(missing.name) in \(id) too")
        }
        if let obstacle = RowTypeUse.inTheWay(of: id, from: context.from, to: context.to)?.obstacle(before, after)
            ?? TypedTable.obstacle(before, after, context)
        {
            return .impossible(obstacle)
        }
        return .steps(storageSteps + securitySteps + attachmentSteps + inheritanceSteps + replicaIdentitySteps)
    }

    private var id: ObjectID { after.id }

    private func step(
        _ action: String, title: String, pending: String? = nil, lock: LockMode = .accessExclusive, hazards: Set<Hazard> = []
    ) -> Step {
        let precondition: Step.Precondition =
            pending.map { .pending(CatalogCheck.rows("pg_class c", "c.oid = \(CatalogCheck.relation(id)) AND \($0)")) }
            ?? .journal
        return .alter(
            after, title: title, ["ALTER TABLE \(id.sql) \(action)"], when: precondition, locks: context.lock(lock, id),
            hazards: hazards)
    }

    private var storageSteps: [Step] {
        var steps: [Step] = []
        if changed.contains(.persistence) {
            let unlogged = after.isUnlogged
            steps.append(
                step(
                    "SET \(unlogged ? "UNLOGGED" : "LOGGED")", title: "make \(id) \(unlogged ? "unlogged" : "logged")",
                    pending: "c.relpersistence = '\(unlogged ? "p" : "u")'", hazards: [.rewrite]))
        }
        if changed.contains(.accessMethod) {
            steps.append(
                step(
                    "SET ACCESS METHOD \(SQL.identifier(after.text(.accessMethod) ?? "heap"))",
                    title: "change the access method of \(id)", hazards: [.rewrite]))
        }
        for index in steps.indices { steps[index].notOnline = context.copies.refused[id] }
        if let use = RowTypeUse.inTheWay(of: id, from: context.from, to: context.to) {
            for index in steps.indices {
                steps[index].statements = use.around(steps[index].statements, context)
                steps[index].locks += use.locks(context)
            }
        }
        if changed.contains(.tablespace) {
            steps.append(
                step(
                    "SET TABLESPACE \(SQL.identifier(after.text(.tablespace) ?? "pg_default"))",
                    title: "move \(id) to another tablespace",
                    hazards: [.rewrite]))
        }
        if changed.contains(.options) || changed.contains(.toastOptions) {
            steps += OptionsText.changes(before, after).map {
                step($0, title: "set storage parameters of \(id)", lock: .shareUpdateExclusive)
            }
        }
        if changed.contains(.ofType) {
            let isLeft = TypedTable.leavesFirst(id, from: context.from, to: context.to)
            steps.append(
                after.text(.ofType).flatMap { isLeft ? nil : TypedTable.join(after, $0, context) }
                    ?? step("NOT OF", title: "detach \(id) from its type"))
        }
        return steps
    }

    private var securitySteps: [Step] {
        var steps: [Step] = []
        if changed.contains(.rowSecurity) {
            let wanted = after.bool(.rowSecurity)
            steps.append(
                step(
                    "\(wanted ? "ENABLE" : "DISABLE") ROW LEVEL SECURITY",
                    title: "\(wanted ? "enable" : "disable") row level security on \(id)",
                    pending: "c.relrowsecurity <> \(wanted)"))
        }
        if changed.contains(.forceRowSecurity) {
            let wanted = after.bool(.forceRowSecurity)
            steps.append(
                step(
                    "\(wanted ? "FORCE" : "NO FORCE") ROW LEVEL SECURITY",
                    title: "\(wanted ? "force" : "do not force") row level security on \(id)",
                    pending: "c.relforcerowsecurity <> \(wanted)"))
        }
        return steps
    }

    /// The columns of new parents that the table does not have.
    private var columnsMissingFromParents: [ObjectID] {
        guard changed.contains(.inherits) else { return [] }
        return after.inheritanceParents.filter { !before.inheritanceParents.contains($0) }.flatMap { parent in
            context.from.children(of: parent).map(\.id).filter { column in
                let own = ObjectID.column(column.name, of: id)
                return column.kind == .column && context.to[column] != nil && context.from[own] == nil
                    && context.to[own]?.bool(.inherited) == true && context.to[own]?.bool(.declaredHere) != true
            }
        }.sorted()
    }

    private var inheritanceSteps: [Step] {
        guard changed.contains(.inherits) else { return [] }
        let old = before.inheritanceParents
        let new = after.inheritanceParents
        var steps: [Step] = []
        for parent in old where !new.contains(parent) {
            var step = step("NO INHERIT \(parent.sql)", title: "end inheritance of \(id)")
            // A check of the parent stays as the child's own.
            let kept = InheritedChecks.of(id, in: context.from).filter { check in
                context.to[.constraint(check.id.name, on: id)] == nil && context.from[.constraint(check.id.name, on: id)] == nil
                    && !InheritedChecks.of(id, in: context.to).contains { $0.id.name == check.id.name }
            }
            step.statements += kept.map { "ALTER TABLE \(id.sql) DROP CONSTRAINT \(SQL.identifier($0.id.name))" }
            steps.append(step)
        }
        for parent in new where !old.contains(parent) {
            var step = step("INHERIT \(parent.sql)", title: "let \(id) inherit from \(parent.path)")
            let missing = InheritedChecks.of(id, in: context.to).filter { check in
                check.id.parent == parent && context.from[.constraint(check.id.name, on: id)] == nil
                    // One that the child declares too has its own step.
                    && context.to[.constraint(check.id.name, on: id)]?[.definition] != check[.definition]
                    && !InheritedChecks.of(id, in: context.from).contains { $0.id.name == check.id.name }
            }
            step.statements.insert(
                contentsOf: missing.map { "ALTER TABLE \(id.sql) ADD \(ConstraintText.inTable($0))" }, at: 0)
            step.locks += context.lock(.shareUpdateExclusive, parent)
            if !missing.isEmpty { step.hazards.formUnion([.scan, .mayFailOnData]) }
            steps.append(step)
        }
        if !steps.isEmpty { steps[steps.count - 1].statements += defaultsOfNewParents }
        return steps
    }

    /// The columns that keep their defaults when the table changes its parents, although those of the new parents are others.
    private var defaultsOfNewParents: [String] {
        context.childrenAfter(id, .column).map(\.id).sorted().compactMap { column in
            let own = ObjectID.columnDefault(of: column)
            guard let old = context.from[column], old.bool(.inherited), context.to[column]?.bool(.inherited) == true,
                context.from[own] == nil, context.to[own] == nil,
                ColumnKind.parentColumn(of: column, in: context.from) != ColumnKind.parentColumn(of: column, in: context.to)
            else { return nil }
            let new = ColumnKind.effectiveDefault(of: column, in: context.to)
            guard ColumnKind.effectiveDefault(of: column, in: context.from) != new else { return nil }
            return "ALTER TABLE \(id.sql) ALTER COLUMN \(SQL.identifier(column.name)) "
                + (new.map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT")
        }
    }

    /// An index that identifies rows for replication says so itself, once it exists.
    private var replicaIdentitySteps: [Step] {
        let identity = after.text(.replicaIdentity) ?? "default"
        guard changed.contains(.replicaIdentity), identity != "index" else { return [] }
        return [step("REPLICA IDENTITY \(identity.uppercased())", title: "set the replica identity of \(id)")]
    }

    private var attachmentSteps: [Step] {
        guard changed.contains(.partitionOf) || changed.contains(.partitionBound) else { return [] }
        return PartitionMove(before, after, context).steps
    }
}

/// The checks that a child has from its parents; the catalog's facts leave them out.
enum InheritedChecks {
    static func of(_ table: ObjectID, in state: CatalogState) -> [Fact] {
        var names: Set<String> = []
        return TableKind.parents(of: table, in: state).flatMap { parent in
            state.children(of: parent).filter {
                $0.constraintType == .check && !$0.bool(.noInherit)
            } + of(parent, in: state).map { Fact(.constraint($0.id.name, on: parent), $0.attributes) }
        }.filter { names.insert($0.id.name).inserted }
    }
}
