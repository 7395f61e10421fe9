import SchemaModel

/// Replaces a key, or a unique index that foreign keys refer to, so that there is no moment in which nothing enforces it.
///
/// The new index is built concurrently under a name of its own. One short transaction then drops the old form and makes the new index
/// that of the key. Foreign keys to it are dropped and added again, NOT VALID, in that transaction, and are validated after it.
enum KeyExchange {
    /// True if a key can be exchanged for its new form; false for what PostgreSQL cannot build concurrently.
    static func isPossible(_ before: Fact, _ after: Fact, from: CatalogState, to: CatalogState) -> Bool {
        guard let table = after.id.parent, isKey(before), isBuiltBeforehand(after, on: table, from: from, to: to) else {
            return false
        }
        return !before.isAttached
    }

    /// True if a key of a table in use is made from an index that is built before it.
    static func isBuiltBeforehand(_ key: Fact, on table: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        isKey(key) && key.text(.indexBody) != nil && key[.period] == nil && key[.tablespace] == nil && !key.isAttached
            && isOrdinary(table, from: from, to: to)
    }

    private static func isKey(_ fact: Fact) -> Bool { fact.constraintType == .primaryKey || fact.constraintType == .unique }

    /// True for a table that stays, and is not partitioned.
    private static func isOrdinary(_ table: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        table.kind == .table && [from, to].allSatisfy { $0[table] != nil && $0[table]?[.partitionBy] == nil }
    }

    /// The build of the new index, and the exchange.
    static func steps(_ after: Fact, _ context: PlanContext) -> [Step] {
        guard let table = after.id.parent, let body = after.text(.indexBody) else { return [] }
        let new = IndexBuild.temporary(after.id, on: table)
        let name = SQL.identifier(after.id.name)
        let swap = Step.alter(
            after, title: "exchange \(after.id) for its new form",
            [
                "\(ConstraintText.alter(table)) DROP CONSTRAINT \(name), ADD "
                    + ConstraintText.using(new.name, as: after)
            ] + IndexText.marks(after) + CommentKind.statements(on: after.id, context),
            when: .pending(CatalogCheck.exists(new)), locks: ConstraintText.lock(.accessExclusive, after, context),
            reason: "its index exists already, so that this is brief")
        return IndexBuild.concurrently(
            new, unique: true, body: body, table, andPending: nil, context,
            questions: LiveQuestions.violations(after, context), for: after.id) + [swap]
    }

    // MARK: Keys and indexes that take each other's places

    /// The index of a key's name that has the same definition, and so becomes that of the key.
    static func adoptedIndex(_ key: Fact, from: CatalogState, to: CatalogState) -> ObjectID? {
        guard let table = key.id.parent, isBuiltBeforehand(key, on: table, from: from, to: to), from[key.id] == nil else {
            return nil
        }
        let id = ObjectID.index(key.id.name, on: table)
        guard let index = from[id], to[id] == nil, index.bool(.unique), !index.bool(.invalid), !index.isAttached,
            index.text(.body) == key.text(.indexBody)
        else { return nil }
        return id
    }

    /// The key or index that goes when a new key comes, and whose name or place it takes.
    static func predecessor(ofKey key: Fact, from: CatalogState, to: CatalogState) -> ObjectID? {
        guard let table = key.id.parent, isBuiltBeforehand(key, on: table, from: from, to: to), from[key.id] == nil else {
            return nil
        }
        let index = ObjectID.index(key.id.name, on: table)
        if from[index] != nil, to[index] == nil { return index }
        guard key.constraintType == .primaryKey else { return nil }
        return from.children(of: table).first { $0.constraintType == .primaryKey && to[$0.id] == nil }?.id
    }

    /// The key that goes when a new index takes its name.
    static func predecessor(ofIndex index: Fact, from: CatalogState, to: CatalogState) -> ObjectID? {
        guard let table = index.id.parent, from[index.id] == nil, !index.isAttached, isOrdinary(table, from: from, to: to) else {
            return nil
        }
        let key = ObjectID.constraint(index.id.name, on: table)
        return from[key]?.constraintType?.hasIndex == true && to[key] == nil ? key : nil
    }

    /// Notes which keys and indexes are exchanged for others, and keeps an index that becomes that of a key.
    static func adjust(_ changes: inout ChangeSet) {
        let (from, to) = (changes.from, changes.to)
        for id in changes.creates.sorted() {
            guard let fact = to[id], let table = id.parent, !changes.creates.contains(table) else { continue }
            if id.kind == .constraint {
                if let index = adoptedIndex(fact, from: from, to: to) {
                    changes.forgetRemoval(index)
                } else if let old = predecessor(ofKey: fact, from: from, to: to) {
                    changes.exchange(old, for: id)
                }
            } else if id.kind == .index, let old = predecessor(ofIndex: fact, from: from, to: to) {
                changes.exchange(old, for: id)
            }
        }
    }

    /// Lets builds come before the drops that stand before them, as far as nothing between makes what the index needs: what is
    /// dropped then is away only while the exchange takes place.
    static func moveBuildsForward(_ steps: inout [Step], _ context: PlanContext) {
        for place in steps.indices {
            guard let id = steps[place].builtFor else { continue }
            let build = steps[place]
            let hasRecovery = place > 0 && steps[place - 1].isRecovery && steps[place - 1].object == build.object
            let start = hasRecovery ? place - 1 : place
            let needed = needs(of: id, context)
            var target = start
            for other in steps[..<start].indices.reversed() {
                let step = steps[other]
                if needed.contains(where: { $0 == step.object || $0.isInside(step.object) }) { break }
                // The name of what goes must be free first.
                if step.verb == .drop, step.object.name == build.object.name, !step.isRecovery { break }
                if step.verb == .drop, !step.isRecovery { target = other }
            }
            guard target < start else { continue }
            let moved = Array(steps[start...place])
            steps.removeSubrange(start...place)
            steps.insert(contentsOf: moved, at: target)
        }
    }

    /// The objects that an index stands on: its columns, functions, operator classes, and their types.
    private static func needs(of id: ObjectID, _ context: PlanContext) -> Set<ObjectID> {
        var direct = context.to[id]?.dependencies ?? []
        // The parent's key takes that of a partition when it is created.
        if let parent = context.to[id]?.attachment(in: context.to) { direct.remove(parent) }
        return direct.reduce(into: direct) { $0.formUnion(context.to[$1]?.dependencies ?? []) }
    }
}
