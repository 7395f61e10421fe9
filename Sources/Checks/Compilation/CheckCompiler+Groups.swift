import SchemaDSL
import SchemaModel

// A check that is made for each group of rows by itself: one statement, one row for each group that fails, worst first.
extension CheckCompiler {
    mutating func grouped(_ check: DataCheck, _ context: Context, _ scope: RuleScope) -> CompiledRule? {
        guard let groups = own(check.groups, check, scope) else { return nil }
        let names = groups.map { SQL.identifier($0.name) }
        guard let (figures, fails, worst, references, note) = judged(check, context, scope) else { return nil }
        let query = """
            SELECT \((names + figures.map { "\($0.sql) AS \(SQL.identifier($0.key.name))" }).joined(separator: ", "))
            FROM \(scope.table)\(scope.filter())
            GROUP BY \(names.joined(separator: ", "))
            HAVING \(fails)
            ORDER BY \((worst + names).joined(separator: ", "))
            """
        var rule = CompiledRule(
            .query(query), references.union(groups).union(scope.references),
            key: zip(check.groups, groups).map { shown($0, as: $1.name) } + figures.map(\.key))
        rule.counted = .groups
        rule.population = scope.population(groups: names)
        rule.note = note
        return rule
    }

    private typealias Figure = (key: CompiledCheck.KeyColumn, sql: String)
    private typealias Judged = (
        figures: [Figure], fails: String, worst: [String], references: Set<ObjectID>, note: String?
    )

    /// The columns shown for a failing group, and the order of the groups.
    private mutating func judged(_ check: DataCheck, _ context: Context, _ scope: RuleScope) -> Judged? {
        switch check.rule {
        case .row, .shape:
            // The scope is in WHERE.
            let bare = RuleScope(table: scope.table, id: scope.id, condition: nil, references: scope.references)
            guard let (row, references) = row(check, context, bare) else { return nil }
            let failing = "count(*) FILTER (WHERE \(row.fails))"
            let fails =
                switch check.threshold {
                case .rows(let most): "\(failing) > \(most)"
                case .fraction(let most): "\(failing) > \(Self.number(most)) * count(*)"
                }
            return (
                [(.init("failing"), failing), (.init("rows"), "count(*)")], fails, ["\(failing) DESC"], references, nil
            )
        case .freshness(let column, let freshness):
            guard let clock = freshness.clock, let place = own([column], check, scope)?.first else { return nil }
            let name = SQL.identifier(place.name)
            let newest = "max(\(name)) FILTER (WHERE \(name) <= \(clock.latest))"
            let ahead = "count(*) FILTER (WHERE \(name) > \(clock.latest))"
            return (
                [
                    (shown(column, as: "newest"), "coalesce((\(newest))::text, 'none')"),
                    (.init("age"), age("(\(newest))", clock)), (.init("in_future"), ahead),
                ],
                "(\(newest) >= \(freshness.limit(clock))) IS NOT TRUE OR \(ahead) > 0",
                ["\(newest) NULLS FIRST"], [place], clock.assumption(place.name)
            )
        case .rowCount(let least, let most):
            return (
                [(.init("rows"), "count(*)")], Self.outside("count(*)", least, most),
                [least == nil ? "count(*) DESC" : "count(*)"],
                [], nil
            )
        case .statistic(let statistic, let column, let bounds):
            guard let place = own([column], check, scope)?.first else { return nil }
            let value = "(\(statistic.sql(SQL.identifier(place.name), meetsNaN: bounds.meetsNaN)))::numeric"
            let problem = Self.problem(value, bounds)
            let key = statistic == .distinctCount ? .init(statistic.name) : shown(column, as: statistic.name)
            return (
                [(key, "\(value)::text"), (.init("problem"), problem), (.init("rows"), "count(*)")], "(\(problem)) IS NOT NULL",
                ["count(*) DESC"], [place], nil
            )
        case .unique, .references, .growth, .anomalies, .totals, .overlaps, .gaps, .monotonic, .query, .question, .agreement,
            .performance:
            return nil
        }
    }
}
