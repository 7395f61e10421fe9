import SchemaDSL
import SchemaModel

// Rules with one number, or one sentence, for the whole table.
extension CheckCompiler {
    /// A value of a column, shown where the column is marked unmasked.
    func shown(_ column: any AnyColumn, as name: String) -> CompiledCheck.KeyColumn {
        .init(name, isSensitive: column.exposure != .unmasked)
    }

    /// Up to two findings: the newest value is too old, and values are in the future.
    mutating func freshness(
        _ column: any AnyColumn, _ freshness: Freshness, _ check: DataCheck, _ scope: RuleScope
    ) -> CompiledRule? {
        guard let clock = freshness.clock, let place = own([column], check, scope)?.first else { return nil }
        let name = SQL.identifier(place.name)
        let latest = clock.latest
        // The greatest value is asked for first: an index answers that. Only when it is in the future are rows looked at again.
        let query = """
            WITH greatest AS MATERIALIZED (
              SELECT max(\(name)) AS value FROM \(scope.table)\(scope.filter())
            ), newest AS MATERIALIZED (
              SELECT value > \(latest) AS ahead, CASE WHEN value > \(latest) THEN (
                  SELECT max(\(name)) FROM \(scope.table)\(scope.filter("\(name) <= \(latest)"))
                ) ELSE value END AS value
              FROM greatest
            )
            SELECT coalesce(value::text, 'none') AS newest, finding.problem
            FROM newest
            CROSS JOIN LATERAL (
              SELECT 'there is no value up to now' AS problem WHERE value IS NULL
              UNION ALL
              SELECT \(age("value", clock)) || ' old' WHERE value < \(freshness.limit(clock))
              UNION ALL
              SELECT (SELECT count(*) FROM \(scope.table)\(scope.filter("\(name) > \(latest)"))) || ' in the future' WHERE ahead
            ) AS finding
            """
        var rule = CompiledRule(
            .query(query), scope.references.union([place]), key: [shown(column, as: "newest"), .init("problem")])
        rule.counted = .findings
        rule.note = clock.assumption(place.name)
        if scope.condition == nil {
            rule.hint = .whole(
                WholeTable(
                    passes: "max(\(name)) <= \(latest) AND max(\(name)) >= \(freshness.limit(clock))"))
        }
        return rule
    }

    /// The age of a value, as text. Before PostgreSQL 17 an infinite time cannot be subtracted.
    func age(_ value: String, _ clock: Clock) -> String {
        let age =
            switch clock.form {
            case .day: "\(clock.now) - \(value) || ' days'"
            case .instant, .local: "date_trunc('second', \(clock.now) - \(value))::text"
            }
        return "CASE WHEN isfinite(\(value)) THEN \(age) WHEN \(value) IS NOT NULL THEN 'infinitely' END"
    }

    mutating func rowCount(_ atLeast: Int?, _ atMost: Int?, _ scope: RuleScope) -> CompiledRule {
        let query = """
            SELECT count(*) AS rows
            FROM \(scope.table)\(scope.filter())
            HAVING \(Self.outside("count(*)", atLeast, atMost))
            """
        var rule = CompiledRule(.query(query), scope.references, key: [.init("rows")])
        rule.counted = .findings
        if scope.condition == nil {
            rule.hint = .whole(WholeTable(passes: "NOT (\(Self.outside("count(*)", atLeast, atMost)))"))
        }
        return rule
    }

    /// True for a number of rows that is out of bounds.
    static func outside(_ count: String, _ atLeast: Int?, _ atMost: Int?) -> String {
        ((atLeast.map { ["\(count) < \($0)"] } ?? []) + (atMost.map { ["\(count) > \($0)"] } ?? [])).joined(separator: " OR ")
    }

    mutating func statistic(
        _ statistic: Statistic, _ column: any AnyColumn, _ bounds: Bounds, _ check: DataCheck, _ scope: RuleScope
    ) -> CompiledRule? {
        guard let place = own([column], check, scope)?.first else { return nil }
        let query = """
            SELECT value::text AS \(SQL.identifier(statistic.name)), problem
            FROM (
              SELECT (\(statistic.sql(SQL.identifier(place.name), meetsNaN: bounds.meetsNaN)))::numeric AS value
              FROM \(scope.table)\(scope.filter())
            ) AS whole
            CROSS JOIN LATERAL (SELECT \(Self.problem("value", bounds)) AS problem) AS judged
            WHERE problem IS NOT NULL
            """
        // A count says nothing of a value.
        let isCount = statistic == .distinctCount
        var rule = CompiledRule(
            .query(query), scope.references.union([place]),
            key: [isCount ? .init(statistic.name) : shown(column, as: statistic.name), .init("problem")])
        rule.counted = .findings
        return rule
    }

    /// The problem with a number of type `numeric`; NULL when there is none. NaN is above every number and in no bounds.
    static func problem(_ value: String, _ bounds: Bounds) -> String {
        var cases = [
            "WHEN \(value) IS NULL THEN 'has no value'", "WHEN \(value) = 'NaN' THEN 'is not a number'",
        ]
        if let least = bounds.least { cases.append("WHEN \(value) < \(number(least)) THEN 'is below \(number(least))'") }
        if let most = bounds.most { cases.append("WHEN \(value) > \(number(most)) THEN 'is above \(number(most))'") }
        return "CASE " + cases.joined(separator: " ") + " END"
    }

    /// `10` for 10.0, and `0.05`; a literal that PostgreSQL reads as numeric. Infinite bounds are those that no value exceeds.
    static func number(_ value: Double) -> String {
        if value.isInfinite { return value < 0 ? "'-Infinity'::numeric" : "'Infinity'::numeric" }
        return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
    }

    mutating func totals(_ totals: Totals, _ check: DataCheck, _ context: Context, _ scope: RuleScope) -> CompiledRule? {
        guard let total = own([totals.total], check, scope)?.first, let key = own(totals.key, check, scope) else { return nil }
        let lineKey = totals.lineKey.compactMap { place(of: $0, check) }
        guard lineKey.count == totals.lineKey.count, let line = place(of: totals.line, check) else { return nil }
        guard lineKey.allSatisfy({ $0.table == line.table }) else {
            problem(check, "the lines and their keys are columns of more than one table")
            return nil
        }
        let keys = lineKey.map { SQL.identifier($0.id.name) }
        let joined = zip(key, keys).map { "whole.\(SQL.identifier($0.name)) = parts.\($1)" }.joined(separator: " AND ")
        let name = SQL.identifier(total.name)
        var outer = self.keys(context)
        if !outer.contains(name) { outer.append(name) }
        let difference = "abs(whole.\(name)::numeric - coalesce(parts.sum_of_lines, 0)::numeric)"
        let query = """
            SELECT \(outer.map { "whole.\($0)" }.joined(separator: ", ")), parts.sum_of_lines
            FROM (
              SELECT * FROM \(scope.table)\(scope.filter())
            ) AS whole
            LEFT JOIN (
              SELECT \(keys.joined(separator: ", ")), sum(\(SQL.identifier(line.id.name))) AS sum_of_lines
              FROM \(SQL.qualified(line.table.schema, line.table.name))
              GROUP BY \(keys.joined(separator: ", "))
            ) AS parts ON \(joined)
            WHERE (\(difference) <= \(Self.number(totals.tolerance)) AND \(difference) <> 'NaN') IS NOT TRUE
            """
        let references = Set(key + lineKey.map(\.id) + [total, line.id]).union(scope.references)
        var rule = CompiledRule(.query(query), references, key: context.key)
        rule.population = scope.population()
        return rule
    }
}
