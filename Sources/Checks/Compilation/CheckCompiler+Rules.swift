import SchemaDSL
import SchemaModel

extension CheckCompiler {
    typealias Compiled = (form: CompiledCheck.Form, references: Set<ObjectID>, key: [CompiledCheck.KeyColumn])

    /// The SQL of a rule; nil when there was a problem.
    mutating func form(of check: DataCheck, _ context: Context) -> Compiled? {
        if case .question(let fragment, let key) = check.rule {
            return sql(fragment, check).map { (.query($0.sql), [], key.map { .init($0) }) }
        }
        guard let table = context.table else {
            problem(check, "a rule about rows needs a table; declare it in a CheckGroup(on:key:)")
            return nil
        }
        var scope: ResolvedSQL?
        if let predicate = check.scope {
            scope = condition(predicate, check, context)
            if scope == nil { return nil }
        }
        let scoped = scope?.dependencies ?? []
        switch check.rule {
        case .question: return nil
        case .row(let predicate, let onNull):
            guard let resolved = condition(predicate, check, context) else { return nil }
            let references = resolved.dependencies.union(scoped)
            let row = RowCondition(condition: resolved.sql, onNull: onNull, scope: scope?.sql, shown: columns(references))
            return (.row(row), references, context.key)
        case .shape(let column, let shape):
            guard let place = place(of: column, check), let own = condition(Predicate(sql: "\(column)"), check, context)
            else { return nil }
            let references = own.dependencies.union(scoped)
            let rendered = JSONShapeSQL(shape, column: SQL.identifier(place.id.name))
            let row = RowCondition(
                condition: rendered.condition, onNull: .fails, scope: scope?.sql, shown: [], problems: rendered.problems)
            return (.row(row), references, context.key)
        case .unique(let columns):
            return unique(columns, check, context, scope)
        case .references(let column, let other, let onNull):
            return orphans(column, other, onNull, check, context, scope)
        case .freshness(let column, let age):
            guard let place = place(of: column, check) else { return nil }
            return (.query(freshness(place.id.name, table, age)), [place.id], [.init("newest")])
        case .rowCount(let atLeast, let atMost):
            return (.query(rowCount(table, atLeast, atMost)), [], [.init("rows")])
        case .query(let fragment):
            return sql(fragment, check).map { (.query($0.sql), $0.dependencies, context.key) }
        case .performance(let fragment, let limit, let indexes, let rows):
            return sql(fragment, check).map {
                let performance = Performance(query: $0.sql, limit: limit.milliseconds, indexes: indexes, rows: rows)
                return (.performance(performance), $0.dependencies, [])
            }
        case .agreement(let reconciliation, let sample):
            return agreement(reconciliation, sample: sample, check, context)
        }
    }

    private func columns(_ references: Set<ObjectID>) -> [String] {
        references.filter { $0.kind == .column }.map(\.name).sorted()
    }

    private func keyList(_ context: Context, alias: String) -> String {
        context.key.map { "\(alias).\(SQL.identifier($0.name))" }.joined(separator: ", ")
    }

    private mutating func unique(
        _ columns: [any AnyColumn], _ check: DataCheck, _ context: Context, _ scope: ResolvedSQL?
    ) -> Compiled? {
        guard let table = context.table, !columns.isEmpty, !context.key.isEmpty else {
            problem(check, "unique needs columns, and a key by which the rows of a group are told apart")
            return nil
        }
        let places = columns.compactMap { place(of: $0, check)?.id }
        guard places.count == columns.count else { return nil }
        let names = places.map { SQL.identifier($0.name) }
        let keys = context.key.map { SQL.identifier($0.name) }
        var outer = keys
        for name in names where !outer.contains(name) { outer.append(name) }
        let conditions = names.map { "\($0) IS NOT NULL" } + (scope.map { ["(\($0.sql))"] } ?? [])
        let query = """
            SELECT \(outer.joined(separator: ", "))
            FROM (
              SELECT \(outer.joined(separator: ", ")),
                row_number() OVER (PARTITION BY \(names.joined(separator: ", ")) ORDER BY \(keys.joined(separator: ", "))) AS copy
              FROM \(SQL.qualified(table.schema, table.name))
              WHERE \(conditions.joined(separator: " AND "))
            ) AS copies
            WHERE copy > 1
            """
        return (.query(query), Set(places).union(scope?.dependencies ?? []), context.key)
    }

    private mutating func orphans(
        _ column: any AnyColumn, _ other: any AnyColumn, _ onNull: NullMeaning, _ check: DataCheck, _ context: Context,
        _ scope: ResolvedSQL?
    ) -> Compiled? {
        guard let table = context.table, let own = place(of: column, check), let target = place(of: other, check)
        else { return nil }
        guard own.table == table else {
            problem(check, "\(own.id) is not a column of \(table.path)")
            return nil
        }
        let name = SQL.identifier(own.id.name)
        let shown = context.key.contains { $0.name == own.id.name } ? [] : ["referring.\(name)"]
        let columns = ([keyList(context, alias: "referring")].filter { !$0.isEmpty } + shown).joined(separator: ", ")
        var conditions = [
            """
            NOT EXISTS (
                SELECT FROM \(SQL.qualified(target.table.schema, target.table.name)) AS referred
                WHERE referred.\(SQL.identifier(target.id.name)) = referring.\(name)
              )
            """
        ]
        if onNull == .passes { conditions.append("referring.\(name) IS NOT NULL") }
        if let scope { conditions.append("(\(scope.sql))") }
        let query = """
            SELECT \(columns)
            FROM \(SQL.qualified(table.schema, table.name)) AS referring
            WHERE \(conditions.joined(separator: "\n  AND "))
            """
        return (.query(query), Set([own.id, target.id]).union(scope?.dependencies ?? []), context.key)
    }

    /// `now()` is the start of the run's transaction, the same for every check.
    private func freshness(_ column: String, _ table: ObjectID, _ age: Duration) -> String {
        let newest = "max(\(SQL.identifier(column)))"
        return """
            SELECT coalesce(\(newest)::text, 'none') AS newest
            FROM \(SQL.qualified(table.schema, table.name))
            HAVING \(newest) IS NULL OR \(newest) < now() - \(interval(age))
            """
    }

    private func interval(_ age: Duration) -> String {
        let seconds = age.components.seconds
        let (count, unit) =
            seconds.isMultiple(of: 3600)
            ? (seconds / 3600, "hour") : seconds.isMultiple(of: 60) ? (seconds / 60, "minute") : (seconds, "second")
        return "interval '\(count) \(unit)\(count == 1 ? "" : "s")'"
    }

    private func rowCount(_ table: ObjectID, _ atLeast: Int?, _ atMost: Int?) -> String {
        let bounds = (atLeast.map { ["count(*) < \($0)"] } ?? []) + (atMost.map { ["count(*) > \($0)"] } ?? [])
        return """
            SELECT count(*) AS rows
            FROM \(SQL.qualified(table.schema, table.name))
            HAVING \(bounds.isEmpty ? "false" : bounds.joined(separator: " OR "))
            """
    }
}
