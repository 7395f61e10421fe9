import SchemaModel

/// The changes of a column that can be made in place.
struct ColumnAlteration {
    let result: Alteration

    init(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) {
        guard let table = after.id.parent else {
            result = .steps([])
            return
        }
        guard let expression = ColumnAlteration.changeExpression(before, after, changed, table, context) else {
            result = .replace("the expression of a generated column cannot be changed in place")
            return
        }
        let use = RowTypeUse.inTheWay(of: after.id, from: context.from, to: context.to)
        if let obstacle = use?.obstacle(before, after) {
            result = .impossible(obstacle)
            return
        }
        let name = SQL.identifier(after.id.name)
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(name)"
        var steps: [Step] = []
        var last: [Step] = []
        if changed.contains(.identity) || changed.contains(.identityOptions) {
            steps += ColumnAlteration.changeIdentity(before, after, prefix, table, context)
        }
        if changed.contains(.type) || changed.contains(.collation) {
            // The bounds of an identity must fit its type at any time: a wider type comes before them, a narrower one after.
            let change = ColumnAlteration.changeType(before, after, table, context)
            // The old value may be NULL, and comes back when the column accepts that.
            last = ColumnAlteration.givingBack(before, after, context)
            let isLast = after[.identity] == nil || SequencePosition.width(after) < SequencePosition.width(before)
            steps.insert(change, at: isLast ? steps.endIndex : steps.startIndex)
        }
        let hasNotNullFact = [context.from, context.to].contains { NotNullConstraint.of(after.id, in: $0) != nil }
        // A NOT NULL constraint that is a fact has its own steps.
        if changed.contains(.notNull), !hasNotNullFact {
            let notNull = NotNull.steps(after, table, context)
            let backfill = after.bool(.notNull) ? Backfill(after, context) : nil
            steps += backfill?.around(notNull) ?? (after.bool(.notNull) ? Backfill.marked(.requires, notNull) : notNull)
            if !after.bool(.notNull), let step = Backfill.emptying(before, after, context) { steps.append(step) }
        }
        let extras: Set<Attribute> = [.storage, .compression, .statisticsTarget, .options]
        let reset: Set<Attribute> = [.storage, .compression]
        var stored = changed.intersection(extras)
        if changed.contains(.type) || changed.contains(.collation) {
            // PostgreSQL gives the column the storage of its new type, and no compression method.
            stored.subtract(reset)
            stored.formUnion(reset.filter { after[$0] != nil })
        }
        if !stored.isEmpty {
            steps.append(
                .alter(
                    after, title: "set the storage of \(after.id)", ColumnAlteration.extras(before, after, stored, prefix),
                    locks: context.lock(
                        stored.isDisjoint(with: reset) ? .shareUpdateExclusive : .accessExclusive, table)))
        }
        let restored = ColumnAlteration.storageOfChildren(after.id, changed, of: table, context)
        if !restored.isEmpty {
            steps.append(
                .alter(
                    after, title: "give the children of \(after.id) their own storage", restored.flatMap(\.statements),
                    locks: restored.flatMap { context.lock(.accessExclusive, $0.child) },
                    reason: "PostgreSQL changes it in the whole tree"))
        }
        if let options = ForeignOptions.changes(before, after, .foreignOptions) {
            steps.append(
                .alter(
                    after, title: "set the foreign options of \(after.id)",
                    ["ALTER FOREIGN TABLE \(table.sql) ALTER COLUMN \(name) \(options)"],
                    locks: context.lock(.accessExclusive, table)))
        }
        // Values that a new expression computes must fit what the column then requires.
        let isFirst = !changed.contains(.notNull) || after.bool(.notNull)
        steps.insert(contentsOf: expression, at: isFirst ? steps.startIndex : steps.endIndex)
        result = .steps(steps + last)
    }

    /// The steps for another expression, or for none; nil if the column must be dropped and added.
    private static func changeExpression(
        _ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ table: ObjectID, _ context: PlanContext
    ) -> [Step]? {
        guard changed.contains(.generated) || changed.contains(.generatedKind) else { return [] }
        if after[.generated] == nil, !changed.contains(.type), before.text(.generatedKind) == "stored" {
            let kept = context.options.restore.flatMap { KeptValues(after.id, context)?.putBack(in: $0, context) }
            return [dropExpression(after.id, table, context)] + [kept].compactMap(\.self)
        }
        guard let expression = after.text(.generated), before[.generated] != nil,
            before[.generatedKind] == after[.generatedKind], changed.isDisjoint(with: [.type, .collation]),
            context.from.serverVersion >= 170_000, !mustBeReplaced(after, on: table, context)
        else { return nil }
        let isVirtual = after.text(.generatedKind) == "virtual"
        return [
            .alter(
                after, title: "change the expression of generated \(after.id)",
                ["ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(after.id.name)) SET EXPRESSION AS (\(expression))"]
                    + expressionsOfChildren(after.id, of: table, context),
                locks: context.lock(.accessExclusive, table), hazards: isVirtual ? [] : [.rewrite, .scan])
        ]
    }

    /// PostgreSQL 18 does not give a virtual column another expression in a table with CHECK constraints. The column holds no values, so
    /// it can be dropped and added.
    private static func mustBeReplaced(_ column: Fact, on table: ObjectID, _ context: PlanContext) -> Bool {
        column.text(.generatedKind) == "virtual"
            && [context.from, context.to].contains { state in
                state.children(of: table).contains { $0.constraintType == .check }
            }
    }

    /// The expressions of children that differ from their parent's and stay: PostgreSQL gives a parent's expression to all of them.
    private static func expressionsOfChildren(_ column: ObjectID, of table: ObjectID, _ context: PlanContext) -> [String] {
        TableKind.tree(table, in: context.to).dropFirst().compactMap { child in
            let own = ObjectID.column(column.name, of: child)
            guard let fact = context.to[own], fact.bool(.inherited), let expression = fact.text(.generated),
                context.from[own]?.text(.generated) == expression
            else { return nil }
            return "ALTER TABLE \(child.sql) ALTER COLUMN \(SQL.identifier(column.name)) SET EXPRESSION AS (\(expression))"
        }
    }

    /// True when a change of a type leaves the table's rows, and the column's default, as they are.
    static func keepsValues(_ before: Fact, _ after: Fact) -> Bool {
        TypeConversion.keepsValues(before, after) && before.text(.collation) == after.text(.collation)
    }

    private static func dropExpression(_ id: ObjectID, _ table: ObjectID, _ context: PlanContext) -> Step {
        Step(
            .alter, id, title: "keep the values of generated \(id)",
            ["ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(id.name)) DROP EXPRESSION"],
            when: .pending(CatalogCheck.column(id, where: "a.attgenerated <> ''")), locks: context.lock(.accessExclusive, table))
    }

    private static func changeType(_ before: Fact, _ after: Fact, _ table: ObjectID, _ context: PlanContext) -> Step {
        let name = SQL.identifier(after.id.name)
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(name)"
        let type = after.text(.type) ?? "text"
        let defaultID = ObjectID.columnDefault(of: after.id)
        var statements: [String] = []
        let keeps = keepsValues(before, after)
        // A default of the old type may have no cast to the new one; one that draws on a sequence is set in its own step.
        let (old, new) = (context.from[defaultID], context.to[defaultID])
        let drawsOnSequence = ColumnDefaultKind.hasOwnSteps(defaultID, from: context.from, to: context.to)
        let isReplaced = old != nil && context.created.contains(defaultID)
        let isGone = drawsOnSequence && !isReplaced && new != nil && old?.text(.expression) != new?.text(.expression)
        let movesDefault = old != nil && !keeps && !drawsOnSequence && !isReplaced
        if movesDefault || old != nil && !keeps && isGone {
            statements.append("\(prefix) DROP DEFAULT")
        } else if !keeps, !isReplaced {
            statements += ColumnDefaultKind.dropsOfChildren(of: after.id, context)
        }
        var change = "\(prefix) TYPE \(type)"
        if let collation = after.text(.collation) { change += " COLLATE \(collation)" }
        let declared = TypeConversion.declared(before, after)
        if table.kind.hasRows, let using = declared ?? TypeConversion.using(before, after, context.from) {
            change += " USING \(using)"
        }
        let kept = KeptValues(after.id, context)
        if let conversion = TypeConversion.forward(before, after), let quarantine = context.options.quarantine, let kept {
            statements = kept.keep(as: conversion, in: quarantine) + statements
        }
        statements.append(change)
        if movesDefault, let expression = new?.text(.expression) {
            statements.append("\(prefix) SET DEFAULT \(expression)")
        }
        if !keeps, !isReplaced { statements += ColumnDefaultKind.ownOfChildren(of: after.id, isConverted: true, context) }
        let collation = after.text(.collation).map { "to_regcollation(\(SQL.literal($0)))" } ?? "t.typcollation"
        var step = Step.alter(
            after, title: "change the type of \(after.id) to \(type)", statements,
            when: .pending(
                """
                EXISTS (SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
                WHERE a.attrelid = \(CatalogCheck.relation(table)) AND a.attname = \(SQL.literal(after.id.name)) \
                AND NOT a.attisdropped AND (pg_catalog.format_type(a.atttypid, a.atttypmod) <> \(SQL.literal(type)) \
                OR a.attcollation <> \(collation)))
                """),
            locks: context.lockTree(.accessExclusive, table) + foreignKeyLocks(after.id, table, context),
            hazards: declared == nil || !table.kind.hasRows
                ? hazards(before, after, context) : [.rewrite, .scan, .mayFailOnData])
        if let use = RowTypeUse.inTheWay(of: after.id, from: context.from, to: context.to) {
            step.statements = use.around(step.statements, context)
            step.locks += use.locks(context)
            if !use.kept.isEmpty { step.hazards.formUnion([.rewrite, .scan, .mayFailOnData]) }
        }
        step.notOnline = context.rewrites.refused[after.id]
        if let reason = step.notOnline { step.reason = "in place, and not online: \(reason)" }
        if let declared {
            step.questions = LiveQuestions.failures(
                of: declared, for: after.id, where: "true",
                problem: "\(after.id.path) becomes \(type) by an expression that fails", context)
        } else if before[.conversion] == nil {
            step.questions = LiveQuestions.conversions(before, after, context)
        }
        if after[.conversion] != nil {
            step.movesToQuarantine = kept != nil && context.options.quarantine != nil
            step.keptColumns = step.movesToQuarantine ? [after.id] : []
            if !step.movesToQuarantine { step.hazards.insert(.dataLoss) }
        }
        return step
    }

    /// Gives back the values that a declared conversion changed on the way forward.
    private static func givingBack(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step] {
        guard before[.conversion] != nil, let kept = KeptValues(after.id, context), let restore = context.options.restore,
            let type = after.text(.type)
        else { return [] }
        let back = before.text(.reverseConversion) ?? "\(SQL.identifier(after.id.name))::\(type)"
        return [kept.giveBack(after, type: type, back: back, from: before.text(.type) ?? "text", in: restore, context)]
    }

    /// The tables at the other ends of the column's foreign keys, which are checked against the new type.
    private static func foreignKeyLocks(_ column: ObjectID, _ table: ObjectID, _ context: PlanContext) -> [Step.Lock] {
        let keys = context.from.dependents(of: column).compactMap { context.from[$0] }.filter { $0.constraintType == .foreignKey }
        let tables = Set(keys.flatMap { ConstraintText.allReferenced($0) + [$0.id.parent].compactMap { $0 } })
        return tables.subtracting([table]).sorted().flatMap { context.lock(.accessExclusive, $0) }
    }

    static func hazards(_ before: Fact, _ after: Fact, _ context: PlanContext) -> Set<Hazard> {
        if keepsValues(before, after) || after.id.parent?.kind.hasRows != true { return [] }
        // Another collation leaves the rows as they are; indexes are built again.
        if TypeConversion.keepsValues(before, after) { return [.scan] }
        if TypeConversion.keepsRows(before, after, context.from) { return [.scan] }
        return TypeConversion.cannotFail(before, after, context.from) ? [.rewrite, .scan] : [.rewrite, .scan, .mayFailOnData]
    }

    private static func changeIdentity(
        _ before: Fact, _ after: Fact, _ prefix: String, _ table: ObjectID, _ context: PlanContext
    ) -> [Step] {
        let wanted = after.text(.identity)
        let renaming = IdentityText.renaming(before, after)
        var statements: [String] = []
        let add = wanted.map { wanted in
            "\(prefix) ADD GENERATED \(wanted.uppercased()) AS IDENTITY" + (IdentityText.options(after).map { " (\($0))" } ?? "")
        }
        if wanted != nil, before.text(.identity) == nil {
            // A NOT NULL constraint that is a fact is there already.
            if !after.bool(.notNull) || !before.bool(.notNull), NotNullConstraint.of(after.id, in: context.to) == nil {
                statements.append("\(prefix) SET NOT NULL")
            }
            statements += add.map { [$0] } ?? []
            if !context.isNew(table) {
                let follows = SequenceKind.owned(by: after.id, in: context.from) != nil
                statements += [SequencePosition.afterRows(of: after, follows: follows)]
            }
        } else if let wanted {
            if before.text(.identity) != wanted { statements.append("\(prefix) SET GENERATED \(wanted.uppercased())") }
            if let actions = IdentityText.changes(before, after, isRenamed: renaming != nil) {
                let position = SequencePosition.intoBounds(ofIdentity: before, after)
                statements += [position.statement].compactMap { $0 }
                let clauses = actions + [position.clause].compactMap { $0 }
                if !actions.isEmpty { statements.append("\(prefix) \(clauses.joined(separator: " "))") }
            } else {
                statements =
                    [SequencePosition.rememberIdentity(of: after.id), "\(prefix) DROP IDENTITY"] + (add.map { [$0] } ?? [])
                statements.append(SequencePosition.afterRows(of: after, follows: true))
            }
        } else {
            if SequenceKind.owned(by: after.id, in: context.to) != nil {
                statements.append(SequencePosition.rememberIdentity(of: after.id))
            }
            statements.append("\(prefix) DROP IDENTITY")
        }
        let letter = wanted == nil ? "" : wanted == "always" ? "a" : "d"
        let isOnlyKind = before.text(.identity) != wanted
        if statements.isEmpty { return renaming.map { [$0] } ?? [] }
        return (renaming.map { [$0] } ?? []) + [
            .alter(
                after, title: "change the identity of \(after.id)", statements,
                when: isOnlyKind ? .pending(CatalogCheck.column(after.id, where: "a.attidentity <> '\(letter)'")) : .journal,
                locks: context.lock(.accessExclusive, table))
        ]
    }

    /// The storage and compression that children have beside their parent's. A new type resets both in the whole tree; SET STORAGE on a
    /// parent reaches all children, and SET COMPRESSION none.
    private static func storageOfChildren(
        _ column: ObjectID, _ changed: Set<Attribute>, of table: ObjectID, _ context: PlanContext
    ) -> [(child: ObjectID, statements: [String])] {
        let isConverted = changed.contains(.type) || changed.contains(.collation)
        guard isConverted || changed.contains(.storage) || changed.contains(.compression) else { return [] }
        return TableKind.tree(table, in: context.to).dropFirst().compactMap { child in
            let own = ObjectID.column(column.name, of: child)
            guard child.kind == .table, let fact = context.to[own], fact.bool(.inherited),
                context.from[own]?.bool(.inherited) == true
            else { return nil }
            let prefix = "ALTER TABLE \(child.sql) ALTER COLUMN \(SQL.identifier(column.name))"
            var statements: [String] = []
            if isConverted || changed.contains(.storage), let storage = fact.text(.storage) {
                statements.append("\(prefix) SET STORAGE \(storage.uppercased())")
            }
            let method = ColumnKind.effective(fact, in: context.to).text(.compression)
            if isConverted {
                if let method, method != "default" { statements.append("\(prefix) SET COMPRESSION \(method)") }
            } else if changed.contains(.compression), fact[.compression] == nil {
                statements.append("\(prefix) SET COMPRESSION \(method ?? "DEFAULT")")
            }
            return statements.isEmpty ? nil : (child, statements)
        }
    }

    private static func extras(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ prefix: String) -> [String] {
        var statements: [String] = []
        if changed.contains(.storage) {
            statements.append(
                "\(prefix) SET STORAGE \((after.text(.storage) ?? before.text(.typeStorage) ?? "extended").uppercased())")
        }
        if changed.contains(.compression) {
            statements.append("\(prefix) SET COMPRESSION \(after.text(.compression) ?? "DEFAULT")")
        }
        if changed.contains(.statisticsTarget) {
            statements.append("\(prefix) SET STATISTICS \(after.integer(.statisticsTarget) ?? -1)")
        }
        if changed.contains(.options) { statements += OptionsText.changes(before, after).map { "\(prefix) \($0)" } }
        return statements
    }
}

extension String {
    /// Cut to a number of UTF-8 bytes, at a character's end, as PostgreSQL cuts names.
    func prefixBytes(_ count: Int) -> String {
        var result = self
        while result.utf8.count > count { result.removeLast() }
        return result
    }
}
