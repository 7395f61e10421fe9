import SchemaDSL
import SchemaModel

// Rules about rows in an order: each is one pass of a window over the sorted rows.
extension CheckCompiler {
    private func window(_ groups: [ObjectID], apart: String? = nil, _ order: [String], rows: String = "") -> String {
        let parts = groups.map { SQL.identifier($0.name) } + (apart.map { [$0] } ?? [])
        let partition = parts.isEmpty ? "" : "PARTITION BY \(parts.joined(separator: ", ")) "
        return "(\(partition)ORDER BY \(order.joined(separator: ", "))\(rows))"
    }

    /// The key first, then columns that a person needs to see what is wrong, each once.
    private func listed(_ context: Context, _ more: [ObjectID]) -> String {
        var names = keys(context)
        for name in more.map({ SQL.identifier($0.name) }) where !names.contains(name) { names.append(name) }
        return names.joined(separator: ", ")
    }

    private mutating func hasKey(_ check: DataCheck, _ context: Context) -> Bool {
        if context.key.isEmpty {
            problem(check, "the rule needs a key by which rows are told apart; name it in CheckGroup(on:key:)")
        }
        return !context.key.isEmpty
    }

    mutating func overlaps(_ overlaps: Overlaps, _ check: DataCheck, _ context: Context, _ scope: RuleScope) -> CompiledRule? {
        guard hasKey(check, context), let ends = own([overlaps.start, overlaps.end], check, scope),
            let groups = own(overlaps.groups, check, scope)
        else { return nil }
        let (start, end) = (SQL.identifier(ends[0].name), SQL.identifier(ends[1].name))
        let columns = listed(context, groups + ends)
        let before = overlaps.includesEnd ? "<=" : "<"
        let isRange = "\(start) IS NOT NULL AND (\(end) IS NULL OR \(start) \(before) \(end))"
        let query = """
            SELECT \(columns)
            FROM (
              SELECT \(columns), max(\(end)) OVER earlier AS earlier_end, bool_or(\(end) IS NULL) OVER earlier AS earlier_open
              FROM \(scope.table)\(scope.filter("\(isRange)"))
              WINDOW earlier AS \(window(groups, [start] + keys(context), rows: " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"))
            ) AS ranges
            WHERE earlier_open OR \(start) \(before) earlier_end
            """
        var rule = CompiledRule(.query(query), Set(ends + groups).union(scope.references), key: context.key)
        rule.population = scope.population(nulls: "\(start) IS NULL")
        return rule
    }

    mutating func gaps(_ gaps: Gaps, _ check: DataCheck, _ context: Context, _ scope: RuleScope) -> CompiledRule? {
        guard hasKey(check, context), let column = own([gaps.column], check, scope)?.first,
            let groups = own(gaps.groups, check, scope)
        else { return nil }
        let name = SQL.identifier(column.name)
        let columns = listed(context, groups + [column])
        let finite = gaps.most == nil ? "\(name) IS NOT NULL" : "isfinite(\(name))"
        // Of numeric: the greatest bigint has no successor in its own type.
        let isGap =
            gaps.most.map { "next_value > \(name) + \(Freshness.interval($0))" } ?? "next_value::numeric - \(name) > 1"
        let following = """
            FROM (
              SELECT \(columns), lead(\(name)) OVER \(window(groups, [name] + keys(context))) AS next_value
              FROM \(scope.table)\(scope.filter(finite))
            ) AS successive
            WHERE \(isGap)
            """
        var rule = CompiledRule(
            .query("SELECT \(columns), next_value\n\(following)"), Set(groups + [column]).union(scope.references),
            key: context.key)
        rule.counted = .gaps
        if gaps.most == nil {
            rule.tally = """
                SELECT count(*) AS failing, coalesce(sum(next_value::numeric - \(name) - 1), 0) AS "missing numbers"
                \(following)
                """
        }
        return rule
    }

    mutating func increasing(_ rule: Monotony, _ check: DataCheck, _ context: Context, _ scope: RuleScope) -> CompiledRule? {
        guard hasKey(check, context), let column = own([rule.column], check, scope)?.first,
            let order = own(rule.order, check, scope), let groups = own(rule.groups, check, scope)
        else { return nil }
        let name = SQL.identifier(column.name)
        let columns = listed(context, groups + order + [column])
        let inOrder = order.map { SQL.identifier($0.name) } + keys(context)
        // NaN is greater than every number: the row after one is compared with the number before.
        let nan = rule.canHoldNaN ? "\(name) = 'NaN'" : nil
        let goesBack = "\(name) \(rule.isStrict ? "<=" : "<") previous_value"
        let query = """
            SELECT \(columns), previous_value
            FROM (
              SELECT \(columns), lag(\(name)) OVER \(window(groups, apart: nan, inOrder)) AS previous_value
              FROM \(scope.table)\(scope.filter("\(name) IS NOT NULL"))
            ) AS successive
            WHERE \(goesBack)\(nan.map { " OR \($0)" } ?? "")
            """
        var compiled = CompiledRule(
            .query(query), Set(groups + order + [column]).union(scope.references), key: context.key)
        compiled.population = scope.population(nulls: "\(name) IS NULL")
        return compiled
    }
}
