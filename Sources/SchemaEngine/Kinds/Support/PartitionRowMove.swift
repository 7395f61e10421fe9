import SchemaModel

/// Rows that belong to another partition after a plan, because bounds change, a partition is split, or partitions are merged, or because
/// the default partition holds what a new one is for.
///
/// PostgreSQL moves no row to another partition, and refuses bounds that rows do not meet. So these rows go to a table of their own
/// before the first partition changes, and return through the parent after the last one has, all in one transaction: no client
/// finds them missing. The time is that of writing them twice.
struct PartitionRowMove {
    private let parent: ObjectID
    private let sources: [Source]
    /// Partitions that come, or have other bounds, with their conditions.
    private let targets: [(table: ObjectID, condition: String)]
    private let columns: [String]
    private let context: PlanContext

    private struct Source {
        let table: ObjectID
        /// The rows that leave it; nil for all.
        let condition: String?
    }

    /// The move of the rows under a parent; nil where no row can have another place, or where moving them would do more than that:
    /// set off triggers of single partitions, or meet foreign keys from elsewhere.
    init?(_ parent: ObjectID, _ context: PlanContext) {
        guard let before = context.from[parent], let after = context.to[parent], before[.partitionBy] != nil,
            before[.partitionBy] == after[.partitionBy], !context.isNew(parent), context.copies.of(parent) == nil,
            let targets = Self.targets(parent, context), let columns = Self.columns(parent, context),
            Self.hasPlainTriggers(parent, context), !Self.isReferred(parent, context)
        else { return nil }
        let sources =
            Self.isHash(parent, context) ? Self.hashSources(parent, targets, context) : Self.sources(parent, targets, context)
        guard !sources.isEmpty else { return nil }
        self.parent = parent
        self.sources = sources
        self.targets = targets
        self.columns = columns
        self.context = context
    }

    private static func isHash(_ parent: ObjectID, _ context: PlanContext) -> Bool {
        context.to[parent]?.text(.partitionBy)?.hasPrefix("HASH") == true
    }

    /// All rows of the partitions that change or go: no condition says which of them a hash partition takes.
    private static func hashSources(
        _ parent: ObjectID, _ targets: [(table: ObjectID, condition: String)], _ context: PlanContext
    ) -> [Source] {
        guard !targets.isEmpty else { return [] }
        return context.from.partitions(of: parent).sorted().filter { table in
            guard table.kind == .table, let old = context.from[table] else { return false }
            guard let new = context.to[table] else { return true }
            return new.partitionParent == parent && old[.partitionBound] != new[.partitionBound]
        }.map { Source(table: $0, condition: nil) }
    }

    /// Nil where the rows of a partition cannot be told by a condition; of hash partitions, all rows move.
    private static func targets(_ parent: ObjectID, _ context: PlanContext) -> [(table: ObjectID, condition: String)]? {
        var targets: [(table: ObjectID, condition: String)] = []
        for table in context.to.partitions(of: parent).sorted() where table.kind == .table {
            guard let fact = context.to[table] else { continue }
            if let old = context.from[table] {
                // A partition that is replaced has nothing to move, and one that joins has rows of its own.
                guard !context.isNew(table) else { return nil }
                guard old.partitionParent == parent, old[.partitionBound] != fact[.partitionBound] else { continue }
            }
            guard !fact.isDefaultPartition else { continue }
            guard let condition = LiveQuestions.condition(of: fact) ?? (isHash(parent, context) ? "true" : nil) else {
                return nil
            }
            targets.append((table, condition))
        }
        return targets
    }

    private static func sources(
        _ parent: ObjectID, _ targets: [(table: ObjectID, condition: String)], _ context: PlanContext
    ) -> [Source] {
        let taken = targets.map(\.condition).joined(separator: " OR ")
        let hasDefault = Self.hasDefault(parent, context.to)
        return context.from.partitions(of: parent).sorted().compactMap { table in
            guard table.kind == .table, let old = context.from[table] else { return nil }
            guard let new = context.to[table] else {
                // A partition that a migration added gives back what it took from the default one.
                if context.options.isRollback, hasDefault { return Source(table: table, condition: nil) }
                return taken.isEmpty ? nil : Source(table: table, condition: taken)
            }
            guard new.partitionParent == parent else { return nil }
            if old[.partitionBound] != new[.partitionBound] {
                guard hasDefault || targets.contains(where: { $0.table != table }) else { return nil }
                return LiveQuestions.condition(of: new).map { Source(table: table, condition: "NOT (\($0))") }
            }
            return new.isDefaultPartition && !taken.isEmpty ? Source(table: table, condition: taken) : nil
        }
    }

    private static func hasDefault(_ parent: ObjectID, _ state: CatalogState) -> Bool {
        state.partitions(of: parent).contains { state[$0]?.isDefaultPartition == true }
    }

    /// The columns to write; nil where a column of the parent changes in the same plan.
    private static func columns(_ parent: ObjectID, _ context: PlanContext) -> [String]? {
        let before = context.childrenBefore(parent, .column)
        let after = context.childrenAfter(parent, .column)
        guard Set(before.map(\.id)) == Set(after.map(\.id)) else { return nil }
        for column in after {
            guard let old = context.from[column.id], !context.isNew(column.id), old[.type] == column[.type],
                old[.generated] == column[.generated], old[.collation] == column[.collation]
            else { return nil }
        }
        return after.filter { $0[.generated] == nil }
            .sorted { ($0.integer(.position) ?? 0, $0.id) < ($1.integer(.position) ?? 0, $1.id) }
            .map { SQL.identifier($0.id.name) }
    }

    /// True when the triggers of the tree are all the parent's, and stay.
    private static func hasPlainTriggers(_ parent: ObjectID, _ context: PlanContext) -> Bool {
        let before = context.childrenBefore(parent, .trigger)
        let after = context.childrenAfter(parent, .trigger)
        func own(_ state: CatalogState) -> Bool {
            TableCopy.tree(parent, in: state).dropFirst().contains { table in
                state.children(of: table).contains { $0.id.kind == .trigger && !$0.bool(.inherited) }
            }
        }
        return !own(context.from) && !own(context.to) && Set(before) == Set(after)
            && !after.contains { context.isNew($0.id) }
    }

    /// True when a foreign key refers to rows of the tree while they are away: it would refuse, or delete the rows that refer to them.
    private static func isReferred(_ parent: ObjectID, _ context: PlanContext) -> Bool {
        let tables = PartitionBounds.ancestors(parent, in: context.from) + TableCopy.tree(parent, in: context.from).dropFirst()
        let keys = tables.flatMap { PartitionBounds.foreignKeys(to: $0, in: context.from, includingOwn: true) }
        guard !keys.isEmpty else { return false }
        // Where a partition gets other bounds, or rows get another partition, the keys to its parent are away for that time.
        let isMoved =
            !PartitionBounds.moved(under: parent, from: context.from, to: context.to).isEmpty
            || PartitionBounds.areRedivided(under: parent, from: context.from, to: context.to)
        return !isMoved || keys.contains { context.to[$0] != nil && !context.isNew($0) }
    }

    // MARK: Steps

    private var staging: ObjectID {
        .table(parent.schema ?? "public", "plumbline_moved_\(parent.name)".prefixBytes(63))
    }

    private var list: String { columns.joined(separator: ", ") }

    private var setAside: Step {
        let moves = sources.map { source in
            """
            WITH moved AS (
                DELETE FROM \(source.table.sql)\(source.condition.map { " WHERE \($0)" } ?? "") RETURNING \(list)
            )
            INSERT INTO \(staging.sql) (\(list)) SELECT \(list) FROM moved
            """
        }
        var step = Step(
            .alter, parent, title: "set aside the rows of \(parent.path) that get another partition",
            [
                "LOCK TABLE \(sources.map(\.table.sql).joined(separator: ", ")) IN ACCESS EXCLUSIVE MODE",
                "CREATE TABLE \(staging.sql) AS TABLE \(parent.sql) WITH NO DATA",
            ] + quietly(moves, in: context.from), when: .journal,
            locks: sources.flatMap { context.lockTree(.accessExclusive, $0.table) } + triggerLocks, hazards: [.scan],
            reason: "PostgreSQL moves no row when bounds change")
        step.movesRows = true
        return step
    }

    private var putBack: Step {
        let insertion = "INSERT INTO \(parent.sql) (\(list)) OVERRIDING SYSTEM VALUE SELECT \(list) FROM \(staging.sql)"
        var step = Step(
            .alter, parent, title: "return the rows of \(parent.path) to the partitions that take them",
            quietly([insertion], in: context.to) + ["DROP TABLE \(staging.sql)"], when: .journal, locks: triggerLocks,
            hazards: questions.isEmpty ? [] : [.mayFailOnData],
            reason: questions.isEmpty ? nil : "fails where a row has no partition")
        step.questions = questions
        step.movesRows = true
        return step
    }

    /// A row that gets another place is not a change that the table's triggers should see.
    private func quietly(_ statements: [String], in state: CatalogState) -> [String] {
        let triggers = firing
        guard !triggers.isEmpty else { return statements }
        let names = Set(triggers.map(\.id.name))
        let others = TableCopy.tree(parent, in: state).dropFirst().flatMap { table in
            state.children(of: table).filter { $0.id.kind == .trigger && names.contains($0.id.name) }.map { (table, $0) }
        }
        return triggers.map { "ALTER TABLE \(parent.sql) DISABLE TRIGGER \(SQL.identifier($0.id.name))" } + statements
            + triggers.map {
                "ALTER TABLE \(parent.sql) \(TriggerState.action($0.triggerState)) TRIGGER \(SQL.identifier($0.id.name))"
            }
            + others.map {
                "ALTER TABLE ONLY \($0.sql) \(TriggerState.action($1.triggerState)) TRIGGER \(SQL.identifier($1.id.name))"
            }
    }

    private var firing: [Fact] {
        context.childrenAfter(parent, .trigger).filter { $0.triggerState == nil || $0.triggerState == .always }
            .sorted { $0.id < $1.id }
    }

    private var triggerLocks: [Step.Lock] { firing.isEmpty ? [] : context.lockTree(.shareRowExclusive, parent) }

    /// Puts both steps around the steps that change the partitions, where these are one transaction. No row makes these fail then.
    static func complete(_ steps: inout [Step], _ context: PlanContext) {
        let parents = Set((Array(context.from.facts.values) + context.to.facts.values).compactMap(\.partitionParent)).sorted()
        for parent in parents {
            guard let move = PartitionRowMove(parent, context), let range = move.range(in: steps) else { continue }
            for index in range where move.places(steps[index]) && (steps[index].verb == .create || steps[index].movesRows) {
                steps[index].questions = []
                steps[index].hazards.remove(.mayFailOnData)
            }
            steps.insert(move.putBack, at: range.upperBound)
            steps.insert(move.setAside, at: range.lowerBound)
        }
    }

    /// True for a step that changes which partition a row belongs to.
    private func places(_ step: Step) -> Bool {
        guard !step.isRecovery || step.verb == .restore else { return false }
        return targets.contains { $0.table == step.object } || sources.contains { $0.table == step.object }
            || isNewDefault(step.object)
    }

    /// True for a default partition that comes: rows may have no other place.
    private func isNewDefault(_ table: ObjectID) -> Bool {
        guard let fact = context.to[table], fact.partitionParent == parent, fact.isDefaultPartition else { return false }
        return context.from[table]?.partitionParent != parent || context.from[table]?.isDefaultPartition != true
    }

    /// The steps that change the partitions; nil where they are not one transaction.
    private func range(in steps: [Step]) -> Range<Int>? {
        guard let first = steps.firstIndex(where: places), let last = steps.lastIndex(where: places) else { return nil }
        let isOne = steps[first...last].allSatisfy { $0.isTransactional && !$0.readsUnderWeakLock && !$0.endsTransaction }
        return isOne ? first..<last + 1 : nil
    }

    /// Queries for the rows that do not meet the new bounds of their partition, and that no other partition takes.
    private var questions: [Step.Question] {
        guard !Self.hasDefault(parent, context.to), !Self.isHash(parent, context) else { return [] }
        let conditions = targets.map { "NOT (\($0.condition))" }.joined(separator: " AND ")
        return targets.map(\.table).filter { context.from[$0] != nil }.compactMap { table in
            LiveSource(table, context)?.rows(
                conditions, "\(table.path) gets other bounds, and has rows that no partition of \(parent.path) takes")
        }
    }
}
