import SchemaModel

/// A check or a foreign key of a table in use that gets another definition: the new one is validated beside the old one, so that one of
/// them is in force at any time, also when the new one turns out to refuse rows.
enum ConstraintExchange {
    /// True where nothing but the constraint changes: neither what it stands on, nor a table that has it from another or passes it on.
    static func isPossible(_ before: Fact, _ after: Fact, from: CatalogState, to: CatalogState) -> Bool {
        guard let owner = after.id.parent, owner.kind == .table, before.constraintType == after.constraintType,
            after.constraintType == .check || after.constraintType == .foreignKey
        else { return false }
        let isInForce = [before, after].allSatisfy { !$0.bool(.notEnforced) } && !after.bool(.notValid)
        let isAlone = [from, to].allSatisfy { TableKind.isAlone(owner, in: $0) }
        let isSteady = before.dependencies.union(after.dependencies).union([owner]).allSatisfy {
            from[$0] != nil && from[$0]?.compared == to[$0]?.compared
        }
        return isInForce && isAlone && isSteady
    }

    static func steps(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step] {
        guard let owner = after.id.parent else { return [] }
        let id = after.id
        let new = ObjectID.constraint(TemporaryName.of(id.name), on: owner)
        var fact = Fact(new, after.attributes, dependencies: after.dependencies)
        fact.declaredTexts = after.declaredTexts
        var steps = ConstraintAddition.onUsedTable(fact, owner, context)
        // People know it by its name.
        for index in steps.indices where !steps[index].questions.isEmpty {
            steps[index].questions = LiveQuestions.violations(after, context)
        }
        let table = ConstraintText.alter(owner)
        let name = SQL.identifier(id.name)
        return steps + [
            .alter(
                after, title: "exchange \(id) for its new form",
                ["\(table) DROP CONSTRAINT \(name)", "\(table) RENAME CONSTRAINT \(SQL.identifier(new.name)) TO \(name)"]
                    + CommentKind.statements(on: id, context),
                when: .pending(CatalogCheck.exists(new)),
                locks: ConstraintText.lock(.accessExclusive, before, context)
                    + ConstraintText.lockReferenced(.accessExclusive, before, context),
                reason: "the new one is validated already, so that this is brief")
        ]
    }
}
