import SchemaModel

/// SET NOT NULL without a scan under ACCESS EXCLUSIVE: a constraint that is validated first proves it (PostgreSQL's manual, ALTER TABLE).
///
/// Since PostgreSQL 18 that is the NOT NULL constraint itself, which may be NOT VALID at first. Before, and in a tree of tables, it is a
/// CHECK constraint that goes afterwards.
enum NotNull {
    static func steps(_ column: Fact, _ table: ObjectID, _ context: PlanContext) -> [Step] {
        guard column.bool(.notNull) else { return drop(column.id, table, context) }
        if context.isNew(table) || !table.kind.hasRows {
            return [
                Step(
                    .alter, column.id, title: "set NOT NULL on \(column.id)",
                    ["ALTER TABLE \(table.sql) \(clause(column.id, context))"],
                    when: .pending(isOpen(column.id)))
            ]
        }
        return required([column.id], of: table, context)
    }

    /// Requires values in several columns of a table: its rows are read once.
    static func required(_ columns: [ObjectID], of table: ObjectID, _ context: PlanContext) -> [Step] {
        guard let first = columns.first else { return [] }
        let isDirect = columns.allSatisfy { canBeNotValid($0, table, context) }
        let prefix = "ALTER TABLE \(table.sql) "
        func names(_ before: String, _ after: String) -> String {
            guard let last = columns.last, columns.count > 1 else { return "\(before)\(first)\(after)" }
            return "\(before)columns \(columns.dropLast().map(\.path).joined(separator: ", ")) and \(last.path)\(after)"
        }
        let constraints = columns.map { column in
            isDirect
                ? ObjectID.constraint(NotNullConstraint.usualName(column), on: table)
                : ObjectID.constraint("plumbline_\(column.name)_not_null".prefixBytes(63), on: table)
        }
        let additions = zip(columns, constraints).map { column, constraint in
            "ADD CONSTRAINT \(SQL.identifier(constraint.name)) "
                + (isDirect ? "NOT NULL \(SQL.identifier(column.name))" : "CHECK (\(SQL.identifier(column.name)) IS NOT NULL)")
                + " NOT VALID"
        }
        func either(_ conditions: [String]) -> Step.Precondition {
            .pending(conditions.count == 1 ? conditions[0] : conditions.map { "(\($0))" }.joined(separator: " OR "))
        }
        var preparation = Step(
            .alter, first,
            title: isDirect
                ? names("set NOT NULL on ", " for new rows")
                : names("add a NOT VALID check that ", columns.count > 1 ? " are not null" : " is not null"),
            [prefix + additions.joined(separator: ", ")],
            when: either(zip(columns, constraints).map { "\(isOpen($0)) AND NOT \(ConstraintKind.exists($1))" }),
            locks: context.lockTree(.accessExclusive, table))
        preparation.preparesValidation = true
        let validations = constraints.map { "VALIDATE CONSTRAINT \(SQL.identifier($0.name))" }
        var validation = Step(
            .alter, first, title: names("validate that ", columns.count > 1 ? " are not null" : " is not null"),
            [prefix + validations.joined(separator: ", ")],
            when: either(constraints.map { ConstraintKind.exists($0, and: "NOT k.convalidated") }),
            locks: context.lockTree(.shareUpdateExclusive, table), hazards: [.scan, .mayFailOnData])
        validation.questions = columns.flatMap { LiveQuestions.nulls($0, context) }
        validation.ifFails = [
            prefix + constraints.map { "DROP CONSTRAINT IF EXISTS \(SQL.identifier($0.name))" }.joined(separator: ", ")
        ]
        if isDirect { return [preparation, validation] }
        let settings = columns.map { clause($0, context) }
        let drops = constraints.map { "DROP CONSTRAINT \(SQL.identifier($0.name))" }
        return [
            preparation, validation,
            Step(
                .alter, first, title: names("set NOT NULL on ", ""),
                [prefix + settings.joined(separator: ", "), prefix + drops.joined(separator: ", ")],
                when: either(constraints.map { ConstraintKind.exists($0) }), locks: context.lockTree(.accessExclusive, table)),
        ]
    }

    /// The action of ALTER TABLE that sets NOT NULL, with the name of the constraint where it is not the usual one.
    static func clause(_ column: ObjectID, _ context: PlanContext) -> String {
        let name = context.notNulls.nameClause(column)
        let column = SQL.identifier(column.name)
        return name.isEmpty ? "ALTER COLUMN \(column) SET NOT NULL" : "ADD\(name) NOT NULL \(column)"
    }

    private static func isOpen(_ column: ObjectID) -> String { CatalogCheck.column(column, where: "NOT a.attnotnull") }

    /// True where the server takes a NOT NULL constraint that is NOT VALID, and gives it the name that a valid one would get.
    private static func canBeNotValid(_ column: ObjectID, _ table: ObjectID, _ context: PlanContext) -> Bool {
        context.from.serverVersion >= 180_000 && context.notNulls.nameClause(column).isEmpty
            && !column.name.hasPrefix(TemporaryName.prefix) && NotNullConstraint.of(column, in: context.from) == nil
            && [context.from, context.to].allSatisfy { TableKind.isAlone(table, in: $0) }
    }

    private static func drop(_ id: ObjectID, _ table: ObjectID, _ context: PlanContext) -> [Step] {
        let name = SQL.identifier(id.name)
        func drop(_ table: String) -> String { "ALTER TABLE \(table) ALTER COLUMN \(name) DROP NOT NULL" }
        var locks = context.lockTree(.accessExclusive, table)
        var drops = [drop(table.sql)] + dropsOfChildren(id, of: table, context)
        if context.from.serverVersion < 180_000, context.from[table]?[.partitionBy] == nil {
            // DROP NOT NULL takes that of all children along.
            let children = TableKind.tree(table, in: context.from).dropFirst()
            let stays = Set(children.filter { isRequired(.column(id.name, of: $0), in: context.to) })
            if !stays.isEmpty {
                let tables = [table] + children.filter { !stays.contains($0) }
                drops = tables.map { drop("ONLY \($0.sql)") }
                locks = tables.flatMap { context.lock(.accessExclusive, $0) }
            }
        }
        return [
            Step(
                .alter, id, title: "drop NOT NULL on \(id)", drops,
                when: .pending(CatalogCheck.column(id, where: "a.attnotnull")), locks: locks)
        ]
    }

    /// The statements for children that keep a constraint of their own when the parent's goes.
    static func dropsOfChildren(_ column: ObjectID, of table: ObjectID, _ context: PlanContext) -> [String] {
        var drops = childrenWithKey(over: column, of: table, context).map {
            "ALTER TABLE \($0.sql) ALTER COLUMN \(SQL.identifier(column.name)) DROP NOT NULL"
        }
        for statement in InheritedNotNull.dropsOfChildren(column, context) where !drops.contains(statement) {
            drops.append(statement)
        }
        return drops
    }

    private static func isRequired(_ column: ObjectID, in state: CatalogState) -> Bool {
        state[column].map { ColumnKind.effective($0, in: state).bool(.notNull) } ?? false
    }

    /// The children whose primary key has made an inherited NOT NULL their own too, since PostgreSQL 18: it stays when the parent's goes.
    private static func childrenWithKey(over column: ObjectID, of table: ObjectID, _ context: PlanContext) -> [ObjectID] {
        guard context.from.serverVersion >= 180_000 else { return [] }
        return TableKind.tree(table, in: context.from).dropFirst().filter { child in
            let hasKey = context.from.children(of: child).contains {
                $0.constraintType == .primaryKey && $0.texts(.columns)?.contains(column.name) == true
            }
            guard hasKey, let after = context.to[.column(column.name, of: child)] else { return false }
            return after.bool(.inherited) && !ColumnKind.effective(after, in: context.to).bool(.notNull)
        }
    }
}
