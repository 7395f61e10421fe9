import SchemaModel

/// NOT NULL constraints of PostgreSQL 18, which have a name and may be NOT VALID or NO INHERIT.
///
/// A plain one with the name that PostgreSQL gives is the column's attribute; only another one is a fact of its own.
enum NotNullConstraint {
    /// The condition that a constraint `k` of the relation `c` is more than its column's attribute. What a table has from its parents
    /// follows theirs.
    static let isOwnFact = """
        (k.contype = 'n' AND k.coninhcount = 0 AND (NOT k.convalidated OR k.connoinherit OR k.conname <> (
            SELECT left(c.relname, 53 - p.length) || '_' || left(a.attname, p.length) || '_not_null'
            FROM pg_catalog.pg_attribute a, LATERAL (SELECT least(octet_length(a.attname), greatest(26, 53 - octet_length(c.relname)))
                AS length) p
            WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1])))
        """

    /// The name that PostgreSQL gives: 63 bytes, the longer part cut first.
    private static func usualName(_ column: ObjectID) -> String {
        let table = column.parent?.name ?? ""
        let length = min(column.name.utf8.count, max(26, 53 - table.utf8.count))
        return "\(table.prefixBytes(53 - length))_\(column.name.prefixBytes(length))_not_null"
    }

    static func of(_ column: ObjectID, in state: CatalogState) -> Fact? {
        guard let table = column.parent else { return nil }
        return state.children(of: table).first { $0.constraintType == .notNull && $0.texts(.columns) == [column.name] }
    }

    private static func column(_ fact: Fact) -> ObjectID? {
        guard let table = fact.id.parent, let name = fact.texts(.columns)?.first else { return nil }
        return .column(name, of: table)
    }

    /// The constraint that a column has before the plan and keeps in some form; nil where it has none.
    private static func before(_ column: ObjectID, _ context: PlanContext) -> Fact? {
        guard !context.created.contains(column), let fact = context.from[column], fact.bool(.notNull) else { return nil }
        return of(column, in: context.from) ?? usual(column)
    }

    private static func usual(_ column: ObjectID) -> Fact {
        Fact(
            .constraint(usualName(column), on: column.parent ?? column),
            [.constraintType: .text(ConstraintType.notNull.rawValue), .columns: .texts([column.name])])
    }

    static func create(_ fact: Fact, _ context: PlanContext) -> [Step]? {
        guard let column = column(fact), let old = before(column, context) else { return nil }
        return changes(old, fact, context)
    }

    /// The steps that turn one form of a column's constraint into another.
    static func changes(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step] {
        guard let table = after.id.parent else { return [] }
        let prefix = ConstraintText.alter(table)
        let name = SQL.identifier(after.id.name)
        if after.bool(.notValid), !before.bool(.notValid) {
            return [
                .alter(
                    after, title: "replace \(before.id) by one that is not validated",
                    [
                        "\(prefix) DROP CONSTRAINT \(SQL.identifier(before.id.name))",
                        "\(prefix) ADD \(ConstraintText.inTable(after))",
                    ], locks: context.lock(.accessExclusive, table))
            ]
        }
        var steps: [Step] = []
        if before.id.name != after.id.name {
            steps.append(
                .alter(
                    after, title: "rename \(before.id) to \(after.id.name)",
                    ["\(prefix) RENAME CONSTRAINT \(SQL.identifier(before.id.name)) TO \(name)"],
                    when: .pending(CatalogCheck.exists(before.id)), locks: context.lock(.accessExclusive, table)))
        }
        if before.bool(.noInherit) != after.bool(.noInherit) {
            steps.append(
                .alter(
                    after, title: "change the inheritance of \(after.id)",
                    ["\(prefix) ALTER CONSTRAINT \(name) \(after.bool(.noInherit) ? "NO INHERIT" : "INHERIT")"],
                    when: .pending(ConstraintKind.exists(after.id, and: "k.connoinherit <> \(after.bool(.noInherit))")),
                    locks: context.lock(.accessExclusive, table)))
        }
        if before.bool(.notValid), !after.bool(.notValid) {
            steps.append(ConstraintAddition.validate(after, table, context))
        }
        return steps
    }

    /// A constraint that takes another name keeps its comment, which then goes by itself.
    private static func uncommented(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let table = fact.id.parent, !context.childrenBefore(fact.id, .comment).isEmpty else { return [] }
        return [
            .alter(
                fact, title: "remove the comment on \(fact.id)",
                ["COMMENT ON CONSTRAINT \(SQL.identifier(fact.id.name)) ON \(table.sql) IS NULL"],
                when: .pending(CatalogCheck.exists(fact.id)), locks: context.lock(.shareUpdateExclusive, table))
        ]
    }

    /// A constraint that goes: the column keeps a plain one, or gets another in the step that creates it; nil where it is dropped.
    static func drop(_ fact: Fact, _ context: PlanContext) -> [Step]? {
        guard let column = column(fact), let after = context.to[column], after.bool(.notNull), !context.created.contains(column)
        else { return nil }
        if of(column, in: context.to) != nil { return [] }
        return uncommented(fact, context) + changes(fact, usual(column), context)
    }
}
