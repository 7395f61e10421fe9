import Catalog
import SchemaModel

/// What can be changed of a table itself; each attribute is one statement with the lock that it takes.
struct TableAlteration {
    let result: Alteration

    init(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: RuleContext) {
        if changed.contains(.partitionBy) {
            result = .impossible("\(after.id) is partitioned differently: that needs a new table and a copy of its rows")
            return
        }
        let id = after.id
        let prefix = "ALTER TABLE \(id.sql)"
        let relation = Question.relation(id)
        var steps: [Step] = []

        func add(
            _ action: String, title: String, todo: String? = nil, lock: LockMode = .accessExclusive, rewrites: Bool = false,
            scans: Bool = false
        ) {
            let guarded: Step.Guard =
                todo.map { .todo(Question.exists("pg_class c", "c.oid = \(relation) AND \($0)")) } ?? .journal
            steps.append(
                Step(
                    .alter, id, title: title, ["\(prefix) \(action)"], guarded: guarded, locks: context.lock(lock, id),
                    rewrites: rewrites, scans: scans))
        }

        if changed.contains(.persistence) {
            let unlogged = after.text(.persistence) == "unlogged"
            add(
                "SET \(unlogged ? "UNLOGGED" : "LOGGED")", title: "make \(id) \(unlogged ? "unlogged" : "logged")",
                todo: "c.relpersistence = '\(unlogged ? "p" : "u")'", rewrites: true)
        }
        if changed.contains(.accessMethod) {
            add(
                "SET ACCESS METHOD \(SQL.identifier(after.text(.accessMethod) ?? "heap"))",
                title: "change the access method of \(id)", rewrites: true)
        }
        if changed.contains(.rowSecurity) {
            let wanted = after.bool(.rowSecurity)
            add(
                "\(wanted ? "ENABLE" : "DISABLE") ROW LEVEL SECURITY",
                title: "\(wanted ? "enable" : "disable") row level security on \(id)", todo: "c.relrowsecurity <> \(wanted)")
        }
        if changed.contains(.forceRowSecurity) {
            let wanted = after.bool(.forceRowSecurity)
            add(
                "\(wanted ? "FORCE" : "NO FORCE") ROW LEVEL SECURITY",
                title: "\(wanted ? "force" : "do not force") row level security on \(id)",
                todo: "c.relforcerowsecurity <> \(wanted)")
        }
        if changed.contains(.replicaIdentity) {
            let identity = after.text(.replicaIdentity) ?? "default"
            let clause =
                identity.hasPrefix("index ")
                ? "USING INDEX \(SQL.identifier(String(identity.dropFirst(6))))" : identity.uppercased()
            add("REPLICA IDENTITY \(clause)", title: "set the replica identity of \(id)")
        }
        for clause in changed.contains(.options) ? OptionsText.changes(before, after) : [] {
            add(clause, title: "set storage parameters of \(id)", lock: .shareUpdateExclusive)
        }
        steps += TableAlteration.attachment(before, after, changed, context)
        if changed.contains(.inherits) {
            let old = before.texts(.inherits) ?? []
            let new = after.texts(.inherits) ?? []
            for parent in old where !new.contains(parent) { add("NO INHERIT \(parent)", title: "end inheritance of \(id)") }
            for parent in new where !old.contains(parent) { add("INHERIT \(parent)", title: "let \(id) inherit") }
        }
        result = .steps(steps)
    }

    private static func attachment(
        _ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: RuleContext
    ) -> [Step] {
        guard changed.contains(.partitionOf) || changed.contains(.partitionBound) else { return [] }
        let id = after.id
        var steps: [Step] = []
        let attached = Question.exists("pg_class c", "c.oid = \(Question.relation(id)) AND c.relispartition")
        if let parent = before.texts(.partitionOf), parent.count == 2 {
            let parentID = ObjectID.table(parent[0], parent[1])
            steps.append(
                Step(
                    .alter, id, title: "detach partition \(id.path) from \(parentID.path)",
                    ["ALTER TABLE \(parentID.sql) DETACH PARTITION \(id.sql)"],
                    guarded: changed.contains(.partitionOf) && after[.partitionOf] == nil ? .todo(attached) : .journal,
                    locks: context.lock(.accessExclusive, parentID) + context.lock(.accessExclusive, id)))
        }
        if let parent = after.texts(.partitionOf), parent.count == 2, let bound = after.text(.partitionBound) {
            let parentID = ObjectID.table(parent[0], parent[1])
            steps.append(
                Step(
                    .alter, id, title: "attach partition \(id.path) to \(parentID.path)",
                    ["ALTER TABLE \(parentID.sql) ATTACH PARTITION \(id.sql) \(bound)"],
                    guarded: before[.partitionOf] == nil ? .todo("NOT \(attached)") : .journal,
                    locks: context.lock(.shareUpdateExclusive, parentID) + context.lock(.accessExclusive, id),
                    scans: true, mayFailOnData: true))
        }
        return steps
    }
}
