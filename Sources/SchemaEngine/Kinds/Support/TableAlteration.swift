import SchemaModel

/// What can be changed of a table itself; each attribute is one statement with the lock that it takes.
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
            return .impossible("\(after.id) is partitioned differently: that needs a new table and a copy of its rows")
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
            let action = after.text(.ofType).map { "OF \($0)" } ?? "NOT OF"
            steps.append(
                step(
                    action, title: after.text(.ofType).map { "make \(id) a table of type \($0)" } ?? "detach \(id) from its type")
            )
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

    private var inheritanceSteps: [Step] {
        guard changed.contains(.inherits) else { return [] }
        let old = before.inheritanceParents
        let new = after.inheritanceParents
        return old.filter { !new.contains($0) && context.to[$0] != nil }.map {
            step("NO INHERIT \($0.sql)", title: "end inheritance of \(id)")
        }
            + new.filter { !old.contains($0) }.map { parent in
                var step = step("INHERIT \(parent.sql)", title: "let \(id) inherit from \(parent.path)")
                step.locks += context.lock(.shareUpdateExclusive, parent)
                return step
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
        var steps: [Step] = []
        let attached = CatalogCheck.rows("pg_class c", "c.oid = \(CatalogCheck.relation(id)) AND c.relispartition")
        if let parent = before.partitionParent {
            steps.append(
                .alter(
                    after, title: "detach partition \(id.path) from \(parent.path)",
                    ["ALTER TABLE \(parent.sql) DETACH PARTITION \(id.sql)"],
                    when: changed.contains(.partitionOf) && after[.partitionOf] == nil ? .pending(attached) : .journal,
                    locks: context.lock(.accessExclusive, parent) + context.lock(.accessExclusive, id)))
        }
        if let parent = after.partitionParent, let bound = after.text(.partitionBound) {
            steps.append(
                .alter(
                    after, title: "attach partition \(id.path) to \(parent.path)",
                    ["ALTER TABLE \(parent.sql) ATTACH PARTITION \(id.sql) \(bound)"],
                    when: before[.partitionOf] == nil ? .pending("NOT \(attached)") : .journal,
                    locks: context.lock(.shareUpdateExclusive, parent) + context.lock(.accessExclusive, id),
                    hazards: [.scan, .mayFailOnData]))
        }
        return steps
    }
}
