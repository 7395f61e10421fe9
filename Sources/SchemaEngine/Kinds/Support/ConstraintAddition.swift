import SchemaModel

/// ADD CONSTRAINT on a table in use: never a scan under a strong lock.
enum ConstraintAddition {
    static func steps(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let owner = fact.id.parent else { return [] }
        if fact.constraintType == .foreignKey, let copy = context.copies.of(owner) {
            return OnlineCopySteps.foreignKey(fact, of: copy, context)
        }
        let add = "\(ConstraintText.alter(owner)) ADD \(ConstraintText.inTable(fact))"
        let type = fact.constraintType
        // Of a partitioned table, a check can be validated later; a key cannot be built beside it.
        if type == .notNull, let steps = NotNullConstraint.create(fact, context) { return steps }
        let isPlain =
            context.isNew(owner) || owner.kind == .foreignTable
            || owner.kind == .domain && (type != .check || ConstraintText.lockUsers(ofDomain: owner, context).isEmpty)
            || context.to[owner]?[.partitionBy] != nil && type != .check
        if !isPlain, type == .check || type == .foreignKey || type == .notNull {
            return onUsedTable(fact, owner, context)
        }
        if !isPlain, type == .primaryKey || type == .unique, let steps = byIndex(fact, owner, context) { return steps }
        let isUsed = !context.isNew(owner)
        var step = Step.create(
            fact, [add] + IndexText.marks(fact),
            locks: (keyLocks(fact, owner, context)
                ?? ConstraintText.lock(type == .foreignKey ? .shareRowExclusive : .accessExclusive, fact, adding: true, context))
                + ConstraintText.lockReferenced(
                    ConstraintText.joinsKeyOfPartition(fact, in: context.from) ? .accessExclusive : .shareRowExclusive, fact,
                    context)
                + (fact.bool(.notValid) ? [] : ConstraintText.lockUsers(ofDomain: owner, context)),
            hazards: isUsed && !fact.bool(.notValid) ? [.scan, .mayFailOnData] : [])
        step.questions = LiveQuestions.violations(fact, context)
        if isUsed, owner.kind == .domain, !fact.bool(.notValid) { step.takesFromKept = [owner] }
        if isUsed, type == .exclude || fact[.period] != nil && type != .foreignKey {
            // It takes as long as an index build on all rows: about a second for a million of them.
            step.reason = "PostgreSQL cannot build its index beforehand: nobody reads or writes the table while it is built"
        }
        return [step]
    }

    /// The locks of a key of a partitioned table; PostgreSQL 18 looks at NOT NULL in every partition. Nil for what is not such a key.
    private static func keyLocks(_ fact: Fact, _ owner: ObjectID, _ context: PlanContext) -> [Step.Lock]? {
        guard fact.constraintType == .unique || fact.constraintType == .primaryKey, owner.kind == .table,
            context.to[owner]?[.partitionBy] != nil
        else { return nil }
        let mode = context.from.serverVersion >= 180_000 ? LockMode.accessExclusive : .share
        return context.lock(.accessExclusive, owner) + context.lockTree(mode, owner).filter { $0.relation != owner.path }
    }

    /// A constraint that is validated after it is added.
    static func onUsedTable(_ fact: Fact, _ owner: ObjectID, _ context: PlanContext) -> [Step] {
        let add = "\(ConstraintText.alter(owner)) ADD \(ConstraintText.inTable(fact))"
        let isForeignKey = fact.constraintType == .foreignKey
        // NOT ENFORCED is never checked, so there is nothing to validate.
        let isLeftOpen = fact.bool(.notValid) || fact.bool(.notEnforced)
        var first = Step.create(
            fact, [isLeftOpen ? add : add + " NOT VALID"], when: Step.ifMissing(fact.id),
            locks: ConstraintText.lock(isForeignKey ? .shareRowExclusive : .accessExclusive, fact, adding: true, context)
                + ConstraintText.lockReferenced(.shareRowExclusive, fact, context),
            reason: "not validated yet, so that no scan runs under this lock")
        first.preparesValidation = !isLeftOpen
        return isLeftOpen ? [first] : [first, validate(fact, owner, context)]
    }

    static func validate(_ fact: Fact, _ owner: ObjectID, _ context: PlanContext) -> Step {
        let id = fact.id
        var step = Step(
            .alter, id, title: "validate \(id)",
            ["\(ConstraintText.alter(owner)) VALIDATE CONSTRAINT \(SQL.identifier(id.name))"],
            when: .pending(ConstraintKind.exists(id, and: "NOT k.convalidated")),
            locks: ConstraintText.lock(.shareUpdateExclusive, fact, context) + ConstraintText.lockUsers(ofDomain: owner, context),
            hazards: [.scan, .mayFailOnData],
            reason: "reads the table under a lock that lets reads and writes pass")
        step.questions = LiveQuestions.violations(fact, context)
        if owner.kind == .domain { step.takesFromKept = [owner] }
        // One that was in force before stays as it was.
        guard context.from[id] == nil || context.created.contains(id) else { return step }
        step.ifFails = ["\(ConstraintText.alter(owner)) DROP CONSTRAINT IF EXISTS \(SQL.identifier(id.name))"]
        // The one that it replaces comes back, and with it the rule for new rows.
        if let old = context.from[id], old.constraintType == .check || old.constraintType == .foreignKey {
            let definition = ConstraintText.inTable(old)
            step.ifFails.append("\(ConstraintText.alter(owner)) ADD \(definition)" + (old.bool(.notValid) ? "" : " NOT VALID"))
        }
        return step
    }

    /// The index is built concurrently and then made the constraint's.
    private static func byIndex(_ fact: Fact, _ owner: ObjectID, _ context: PlanContext) -> [Step]? {
        guard let body = fact.text(.indexBody), fact[.period] == nil, fact[.tablespace] == nil else { return nil }
        var index = ObjectID.index(fact.id.name, on: owner)
        var build: [Step] = []
        if KeyExchange.adoptedIndex(fact, from: context.from, to: context.to) == nil {
            let predecessor = KeyExchange.predecessor(ofKey: fact, from: context.from, to: context.to)
            // The key of a partition goes with its parent's, and comes back before that.
            let isReplacedPart = fact.isAttached && context.created.contains(fact.id) && context.from[fact.id]?.isAttached == true
            // The old one keeps its name until it goes.
            if predecessor?.name == fact.id.name || isReplacedPart { index = IndexBuild.temporary(fact.id, on: owner) }
            build = IndexBuild.concurrently(
                index, unique: true, body: body, owner,
                andPending: isReplacedPart ? nil : CatalogCheck.isMissing(fact.id), context,
                questions: LiveQuestions.violations(fact, context), for: predecessor == nil && !isReplacedPart ? nil : fact.id)
        }
        let attach = Step.create(
            fact,
            ["\(ConstraintText.alter(owner)) ADD \(ConstraintText.using(index.name, as: fact))"] + IndexText.marks(fact),
            when: Step.ifMissing(fact.id), locks: context.lock(.accessExclusive, owner),
            reason: "its index exists already, so that this is brief")
        return build + [attach]
    }
}
