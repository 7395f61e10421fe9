import SchemaModel

/// A table that becomes a partition, stops being one, or gets other bounds.
///
/// What ATTACH PARTITION would read the table for under its lock is proved before it: a CHECK that says what the bounds say, the checks of the
/// parent, and its foreign keys are added NOT VALID and validated while others read and write. DETACH PARTITION is done concurrently
/// where PostgreSQL can.
struct PartitionMove {
    private let before: Fact
    private let after: Fact
    private let context: PlanContext

    init(_ before: Fact, _ after: Fact, _ context: PlanContext) {
        self.before = before
        self.after = after
        self.context = context
    }

    private var id: ObjectID { after.id }
    /// Says what the bounds say until the partition is attached.
    private static let boundName = "plumbline_bound"

    var steps: [Step] {
        if let parent = after.partitionParent, before.partitionParent == parent {
            let moved = PartitionBounds.moved(under: parent, from: context.from, to: context.to)
            guard moved.first == id else { return [] }
            return (moved.flatMap { detachment($0, parent) } + moved.flatMap { attachment($0, parent) }).map { step in
                var step = step
                step.movesRows = true
                return step
            }
        }
        return (before.partitionParent.map(leaving) ?? []) + (after.partitionParent.map(joining) ?? [])
    }

    // MARK: Detachment

    /// What a partition has from its parent stays with it as its own; what the target does not have goes.
    private func leaving(_ parent: ObjectID) -> [Step] {
        guard after.partitionParent == nil else { return detachment(id, parent) }
        let kept = (InheritedChecks.of(id, in: context.from) + ConstraintText.foreignKeys(of: parent, in: context.from)).filter {
            let own = ObjectID.constraint($0.id.name, on: id)
            let isOther = $0.constraintType == .foreignKey && context.to[own]?[.definition] != $0[.definition]
            return (context.to[own] == nil || isOther) && context.from[own] == nil
                && !InheritedChecks.of(id, in: context.to).contains { $0.id.name == own.name }
        }
        let drops = kept.map { "ALTER TABLE \(id.sql) DROP CONSTRAINT \(SQL.identifier($0.id.name))" }
        let locks = Set(kept.flatMap(ConstraintText.referenced)).sorted().flatMap { context.lock(.accessExclusive, $0) }
        if isDetachedConcurrently(from: parent) {
            return [
                concurrently(parent),
                .alter(
                    after, title: "drop what partition \(id.path) has kept from \(parent.path)", dropBound + drops,
                    locks: context.lock(.accessExclusive, id) + locks),
            ]
        }
        var steps = detachment(id, parent)
        steps[steps.count - 1].statements += drops
        steps[steps.count - 1].locks += locks
        return steps
    }

    /// PostgreSQL refuses it where there is a default partition, whose rows may belong to the partition that goes.
    private func isDetachedConcurrently(from parent: ObjectID) -> Bool {
        context.from[parent] != nil && context.to[parent] != nil && !context.isNew(parent) && !context.isNew(id)
            && !context.from.partitions(of: parent).contains { context.from[$0]?.isDefaultPartition == true }
            && PartitionBounds.foreignKeys(to: parent, in: context.from).isEmpty
    }

    /// One that was broken off is finished: the partition is no longer a part of the table for new queries by then.
    private func concurrently(_ parent: ObjectID) -> Step {
        Step(
            .alter, id, title: "detach partition \(id.path) from \(parent.path)",
            [
                """
                SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
                    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
                FROM pg_catalog.pg_inherits AS i
                WHERE i.inhparent = \(CatalogCheck.relation(parent)) AND i.inhrelid = \(CatalogCheck.relation(id))
                """
            ], when: .pending(Self.isAttached(id)),
            locks: context.lock(.shareUpdateExclusive, parent) + context.lock(.accessExclusive, id), isTransactional: false,
            runsGeneratedSQL: true, reason: "waits for the queries that use it, and no other waits behind it")
    }

    /// DETACH CONCURRENTLY leaves a CHECK that says what the bounds said.
    private var dropBound: [String] {
        let names = (context.childrenBefore(id, .constraint) + InheritedChecks.of(id, in: context.from)).filter {
            $0.constraintType == .check
        }.map { SQL.literal($0.id.name) }
        let condition = before.text(.partitionCondition) ?? ""
        // The condition of a hash partition names the identity of its table.
        let isHash = condition.contains("satisfies_hash_partition(")
        let text = "pg_catalog.pg_get_constraintdef(k.oid)"
        let match: String
        if isHash {
            match = "\(text) LIKE 'CHECK (satisfies_hash_partition(%'"
        } else if let list = condition.firstRange(of: " = ANY (") {
            // In the CHECK, the values of a list are one constant, which is worded differently.
            match = "starts_with(\(text), \(SQL.literal("CHECK (\(condition[..<list.upperBound])")))"
        } else {
            match = "\(text) = \(SQL.literal("CHECK (\(condition))"))"
        }
        let others = Set(names).isEmpty ? "" : " AND k.conname NOT IN (\(Set(names).sorted().joined(separator: ", ")))"
        let body = """

            DECLARE
                name text;
            BEGIN
                FOR name IN
                    SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = \(CatalogCheck.relation(id))
                        AND k.contype = 'c' AND \(match)\(others)
                LOOP
                    EXECUTE format('ALTER TABLE \(id.sql.replacing("%", with: "%%")) DROP CONSTRAINT %I', name);
                END LOOP;
            END

            """
        let drop = "DO \(SQL.dollarQuoted(body, tag: "bound"))"
        // The newest releases leave none of a hash partition.
        return isHash ? ["LOCK TABLE \(id.sql) IN ACCESS EXCLUSIVE MODE", drop] : [drop]
    }

    private func detachment(_ table: ObjectID, _ parent: ObjectID) -> [Step] {
        [
            .alter(
                after, title: "detach partition \(table.path) from \(parent.path)",
                ["ALTER TABLE \(parent.sql) DETACH PARTITION \(table.sql)"],
                when: context.to[table]?[.partitionOf] == nil ? .pending(Self.isAttached(table)) : .journal,
                // A parent that is replaced goes after its partitions have left it.
                locks: ([parent, table] + TableKind.defaultPartitions(of: parent, beside: table, in: context.from)).map {
                    Step.Lock(.accessExclusive, on: $0.path)
                } + ConstraintText.lockReferenced(.shareRowExclusive, byParentOf: table, context))
        ]
    }

    // MARK: Attachment

    /// A table has the checks and the foreign keys of its parent before it is attached.
    private func joining(_ parent: ObjectID) -> [Step] {
        let checks = InheritedChecks.of(id, in: context.to).filter { check in
            context.from[.constraint(check.id.name, on: id)] == nil
                && !InheritedChecks.of(id, in: context.from).contains { $0.id.name == check.id.name }
        }
        var steps = attachment(id, parent)
        guard !steps.isEmpty else { return [] }
        guard before.partitionParent == nil, !context.isNew(parent), !context.isNew(id), context.from[parent] != nil else {
            steps[0].statements.insert(
                contentsOf: checks.map { "ALTER TABLE \(id.sql) ADD \(ConstraintText.inTable($0))" }, at: 0)
            return steps
        }
        return prepared(steps[0], parent, checks)
    }

    /// The attachment, and before it what keeps it from reading the table.
    private func prepared(_ attachment: Step, _ parent: ObjectID, _ checks: [Fact]) -> [Step] {
        let table = "ALTER TABLE \(id.sql)"
        let bound = LiveQuestions.condition(of: after)
        let keys = ConstraintText.foreignKeys(of: parent, in: context.from).filter { key in
            context.to[key.id]?[.definition] == key[.definition] && !key.bool(.notValid) && !key.bool(.notEnforced)
                && context.from[.constraint(key.id.name, on: id)]?[.definition] != key[.definition]
                && context.from[id]?[.partitionBy] == nil
        }
        let added =
            checks.map { ($0.id.name, ConstraintText.inTable($0)) }
            + (bound.map { [(Self.boundName, "CONSTRAINT \(Self.boundName) CHECK (\($0))")] } ?? [])
            + keys.map { ($0.id.name, ConstraintText.inTable($0)) }
        var attachment = attachment
        if bound != nil {
            attachment.hazards = []
            attachment.reason = "its rows are known to fit"
            attachment.statements.append("\(table) DROP CONSTRAINT \(Self.boundName)")
        }
        // Before it takes rows, PostgreSQL looks for them in the default partition.
        let others = TableKind.defaultPartitions(of: parent, beside: id, in: context.from)
        if !others.isEmpty { attachment.hazards.formUnion([.scan, .mayFailOnData]) }
        guard !added.isEmpty else { return [attachment] }
        let names = added.map { SQL.identifier($0.0) }
        var add = Step.alter(
            after, title: "prepare \(id.path) for \(parent.path)", added.map { "\(table) ADD \($0.1) NOT VALID" },
            when: attachment.precondition,
            locks: context.lockTree(.accessExclusive, id)
                + Set(keys.flatMap(ConstraintText.referenced)).sorted().flatMap { context.lock(.shareRowExclusive, $0) },
            reason: "not validated yet, so that no scan runs under this lock")
        add.preparesValidation = true
        var validate = Step.alter(
            after, title: "validate that \(id.path) fits \(parent.path)",
            [table + names.map { " VALIDATE CONSTRAINT \($0)" }.joined(separator: ",")], when: attachment.precondition,
            locks: context.lockTree(.shareUpdateExclusive, id), hazards: [.scan, .mayFailOnData],
            reason: "reads the table under a lock that lets reads and writes pass")
        validate.ifFails = [table + names.map { " DROP CONSTRAINT IF EXISTS \($0)" }.joined(separator: ",")]
        (validate.questions, attachment.questions) = (attachment.questions, [])
        return [add, validate, attachment]
    }

    private static func isAttached(_ table: ObjectID) -> String {
        CatalogCheck.rows("pg_class c", "c.oid = \(CatalogCheck.relation(table)) AND c.relispartition")
    }

    private func attachment(_ table: ObjectID, _ parent: ObjectID) -> [Step] {
        guard let bound = context.to[table]?.text(.partitionBound) else { return [] }
        var step = Step.alter(
            after, title: "attach partition \(table.path) to \(parent.path)",
            ["ALTER TABLE \(parent.sql) ATTACH PARTITION \(table.sql) \(bound)"],
            when: context.from[table]?[.partitionOf] == nil ? .pending("NOT \(Self.isAttached(table))") : .journal,
            locks: context.lock(.shareUpdateExclusive, parent) + context.lock(.accessExclusive, table)
                + TableKind.defaultPartitions(of: parent, beside: table, in: context.from).flatMap {
                    context.lockTree(.accessExclusive, $0)
                } + foreignKeyLocks(parent),
            hazards: [.scan, .mayFailOnData])
        step.questions = LiveQuestions.rowsBeyondBounds(of: table, context)
        return [step]
    }

    /// The tables that the foreign keys of a partitioned table refer to: a partition gets keys of its own to them.
    private func foreignKeyLocks(_ parent: ObjectID) -> [Step.Lock] {
        let keys = ConstraintText.foreignKeys(of: parent, in: context.from).filter { context.to[$0.id] != nil }
        // Where it has one already, the triggers of that one go.
        let mode = context.from[after.id]?[.partitionBy] == nil ? LockMode.accessExclusive : .shareRowExclusive
        return Set(keys.flatMap(ConstraintText.referenced)).sorted().flatMap { context.lock(mode, $0) }
    }
}
