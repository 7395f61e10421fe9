import SchemaDSL
import SchemaModel

extension CheckCompiler {
    /// The SQL of a rule; nil when there was a problem.
    mutating func form(of check: DataCheck, _ context: Context) -> CompiledRule? {
        if case .question(let fragment, let key) = check.rule {
            guard let resolved = statement(fragment, check) else { return nil }
            var rule = CompiledRule(.query(resolved.sql), key: key.map { .init($0) })
            rule.counted = .findings
            return rule
        }
        guard let table = context.table else {
            problem(check, "a rule about rows needs a table; declare it in a CheckGroup(on:key:)")
            return nil
        }
        var condition: ResolvedSQL?
        if let predicate = check.scope {
            condition = self.condition(predicate, check, context)
            if condition == nil { return nil }
        }
        let scope = RuleScope(
            table: SQL.qualified(table.schema, table.name), id: table, condition: condition?.sql,
            references: condition?.dependencies ?? [])
        if !check.groups.isEmpty { return grouped(check, context, scope) }
        switch check.rule {
        case .question: return nil
        case .row, .shape:
            guard let (row, references) = row(check, context, scope) else { return nil }
            var rule = CompiledRule(.row(row), references, key: context.key)
            rule.population = scope.population()
            if row.problems != nil { rule.breakdown = Self.breakdown }
            return rule
        case .unique(let columns, let nulls): return unique(columns, nulls, check, context, scope)
        case .references(let columns, let others, let onNull): return orphans(columns, others, onNull, check, context, scope)
        case .freshness(let column, let freshness): return self.freshness(column, freshness, check, scope)
        case .rowCount(let atLeast, let atMost): return rowCount(atLeast, atMost, scope)
        case .statistic(let statistic, let column, let bounds): return self.statistic(statistic, column, bounds, check, scope)
        case .growth(let growth):
            let query = "SELECT count(*) AS rows\nFROM \(scope.table)\(scope.filter())"
            var rule = CompiledRule(
                .growth(GrowthRule(query: query, least: growth.least, most: growth.most, runs: growth.runs)), scope.references,
                key: [.init("rows"), .init("before"), .init("problem")])
            rule.counted = .findings
            return rule
        case .anomalies(let numbers):
            guard let columns = own(numbers.compactMap(\.column), check, scope) else { return nil }
            let watched = numbers.map { number in
                AnomalyRule.Number(
                    kind: number.kind, column: number.column?.name,
                    isShown: number.kind != .mean && number.kind != .quantile || number.column?.exposure == .unmasked)
            }
            var rule = CompiledRule(
                .anomalies(AnomalyRule(table: table, numbers: watched)), Set(columns), key: AnomalyRule.key)
            rule.counted = .findings
            return rule
        case .totals(let totals): return self.totals(totals, check, context, scope)
        case .overlaps(let overlaps): return self.overlaps(overlaps, check, context, scope)
        case .gaps(let gaps): return self.gaps(gaps, check, context, scope)
        case .monotonic(let monotony): return increasing(monotony, check, context, scope)
        case .query(let fragment):
            guard let resolved = statement(fragment, check) else { return nil }
            var rule = CompiledRule(.query(resolved.sql), resolved.dependencies, key: context.key)
            rule.population = scope.population()
            return rule
        case .performance(let fragment, let limit, let indexes, let rows):
            guard let resolved = statement(fragment, check) else { return nil }
            let performance = Performance(query: resolved.sql, limit: limit.milliseconds, indexes: indexes, rows: rows)
            var rule = CompiledRule(.performance(performance), resolved.dependencies)
            rule.counted = .findings
            return rule
        case .agreement(let reconciliation, let scope): return agreement(reconciliation, scope, check, context)
        }
    }

    /// How often each part of a shape is wrong. `query` stands for the check's own.
    private static let breakdown = "SELECT problem, count(*) FROM (\n{query}\n) AS failing, unnest(problems) AS problem"

    /// The condition of a rule about rows.
    mutating func row(_ check: DataCheck, _ context: Context, _ scope: RuleScope) -> (RowCondition, Set<ObjectID>)? {
        switch check.rule {
        case .row(let predicate, let onNull):
            guard let resolved = condition(predicate, check, context) else { return nil }
            let references = resolved.dependencies.union(scope.references)
            let shown = references.filter { $0.kind == .column }.map(\.name).sorted()
            return (RowCondition(condition: resolved.sql, onNull: onNull, scope: scope.condition, shown: shown), references)
        case .shape(let column, let shape, let onNull):
            guard let own = condition(Predicate(sql: "\(column)"), check, context) else { return nil }
            let type = sql(column.bareTypeFragment, check)?.sql
            let rendered = JSONShapeSQL(shape, column: own.sql + (type == "json" ? "::jsonb" : ""), onNull: onNull)
            let row = RowCondition(
                condition: rendered.condition, onNull: onNull, scope: scope.condition, shown: [], problems: rendered.problems)
            return (row, own.dependencies.union(scope.references))
        case .unique, .references, .freshness, .rowCount, .statistic, .growth, .anomalies, .totals, .overlaps, .gaps, .monotonic,
            .query,
            .question, .agreement, .performance:
            return nil
        }
    }

    /// The names of columns of the group's table; nil and a problem when one is another's.
    mutating func own(_ columns: [any AnyColumn], _ check: DataCheck, _ scope: RuleScope) -> [ObjectID]? {
        let places = columns.compactMap { place(of: $0, check) }
        guard places.count == columns.count else { return nil }
        for place in places where place.table != scope.id {
            problem(check, "\(place.id) is not a column of \(scope.id.path)")
            return nil
        }
        return places.map(\.id)
    }

    /// The key columns, quoted, behind an alias.
    func keys(_ context: Context, alias: String? = nil) -> [String] {
        context.key.map { (alias.map { "\($0)." } ?? "") + SQL.identifier($0.name) }
    }

    private mutating func unique(
        _ columns: [any AnyColumn], _ nulls: NullEquality, _ check: DataCheck, _ context: Context, _ scope: RuleScope
    ) -> CompiledRule? {
        guard !columns.isEmpty, !context.key.isEmpty else {
            problem(check, "unique needs columns, and a key by which the rows of a group are told apart")
            return nil
        }
        guard let places = own(columns, check, scope) else { return nil }
        let names = places.map { SQL.identifier($0.name) }
        let keys = keys(context)
        var outer = keys
        for name in names where !outer.contains(name) { outer.append(name) }
        let without: [String] = nulls == .distinct ? names.map { "\($0) IS NOT NULL" } : []
        let conditions = without + (scope.condition.map { ["(\($0))"] } ?? [])
        let filter = conditions.isEmpty ? "" : "\n  WHERE \(conditions.joined(separator: " AND "))"
        let query = """
            SELECT \(outer.joined(separator: ", "))
            FROM (
              SELECT \(outer.joined(separator: ", ")),
                row_number() OVER (PARTITION BY \(names.joined(separator: ", ")) ORDER BY \(keys.joined(separator: ", "))) AS copy
              FROM \(scope.table)\(filter)
            ) AS copies
            WHERE copy > 1
            """
        var rule = CompiledRule(.query(query), Set(places).union(scope.references), key: context.key)
        rule.counted = .surplusRows
        rule.tally = """
            SELECT coalesce(sum(copies - 1), 0)::bigint AS failing, count(*) AS "groups of equal rows",
              coalesce(sum(copies), 0)::bigint AS "rows in these groups"
            FROM (
              SELECT count(*) AS copies
              FROM \(scope.table)\(filter)
              GROUP BY \(names.joined(separator: ", "))
              HAVING count(*) > 1
            ) AS equal
            """
        rule.hint = .unique(
            UniqueRows(columns: places.map(\.name), scope: scope.condition, nullsAreEqual: nulls == .equal))
        rule.population = scope.population(
            nulls: nulls == .distinct ? names.map { "\($0) IS NULL" }.joined(separator: " OR ") : nil)
        return rule
    }

    private mutating func orphans(
        _ columns: [any AnyColumn], _ others: [any AnyColumn], _ onNull: NullMeaning, _ check: DataCheck, _ context: Context,
        _ scope: RuleScope
    ) -> CompiledRule? {
        guard let own = own(columns, check, scope) else { return nil }
        let targets = others.compactMap { place(of: $0, check) }
        guard targets.count == others.count, let target = targets.first?.table else { return nil }
        guard targets.allSatisfy({ $0.table == target }) else {
            problem(check, "the columns that are referred to are of more than one table")
            return nil
        }
        let names = own.map { SQL.identifier($0.name) }
        let shown = own.filter { id in !context.key.contains { $0.name == id.name } }
            .map { "referring.\(SQL.identifier($0.name))" }
        let equal = zip(targets, names).map { "referred.\(SQL.identifier($0.id.name)) = referring.\($1)" }
        var conditions = [
            """
            NOT EXISTS (
                SELECT FROM \(SQL.qualified(target.schema, target.name)) AS referred
                WHERE \(equal.joined(separator: " AND "))
              )
            """
        ]
        if onNull == .passes { conditions += names.map { "referring.\($0) IS NOT NULL" } }
        if let condition = scope.condition { conditions.append("(\(condition))") }
        let query = """
            SELECT \((keys(context, alias: "referring") + shown).joined(separator: ", "))
            FROM \(scope.table) AS referring
            WHERE \(conditions.joined(separator: "\n  AND "))
            """
        var rule = CompiledRule(.query(query), Set(own + targets.map(\.id)).union(scope.references), key: context.key)
        rule.hint = .references(
            ReferencedRows(
                columns: own.map(\.name), target: target, targetColumns: targets.map(\.id.name), onNull: onNull))
        rule.population = scope.population(
            nulls: onNull == .passes ? names.map { "\($0) IS NULL" }.joined(separator: " OR ") : nil)
        return rule
    }
}
