import SchemaModel

/// Queries for rows that a step would fail on, or whose values it would change.
///
/// A row is named by its primary key, which a person can look up; without one by `ctid`. The questions are asked before anything runs,
/// so that they use the names that tables and columns have until then (``LiveSource``).
enum LiveQuestions {
    /// Rows whose column is NULL, before NOT NULL.
    static func nulls(_ column: ObjectID, _ context: PlanContext) -> [Step.Question] {
        guard let source = column.parent.flatMap({ LiveSource($0, context) }), context.from[column] != nil,
            context.to[column]?[.backfill] == nil
        else { return [] }
        return [
            source.rows("t.\(SQL.identifier(column.name)) IS NULL", "\(column.path) becomes NOT NULL, and has NULLs")
        ]
    }

    /// All rows of a table that gets a NOT NULL column, which nothing fills; none where the column's values come back from quarantine.
    static func anyRow(without column: ObjectID, _ context: PlanContext) -> [Step.Question] {
        guard let table = column.parent, let source = LiveSource(table, context) else { return [] }
        // A rerun finds the column that it has added, or has given its values back to.
        let places = [column] + (context.options.restore.map { [Quarantining.store(column, table, $0)] } ?? [])
        let condition = places.map { CatalogCheck.isMissing($0) }.joined(separator: " AND ")
        return [source.rows(condition, "\(column.path) is new and NOT NULL, and nothing fills the rows that are there")]
    }

    /// Rows that came after a NOT NULL column had gone, for which no value was kept.
    ///
    /// - Parameters:
    ///   - place: the table that holds the kept values.
    ///   - key: what they are found by.
    static func withoutKeptValue(
        _ column: ObjectID, _ place: ObjectID, _ key: RowKey, _ context: PlanContext
    ) -> [Step.Question] {
        guard let source = LiveSource(key.table, context) else { return [] }
        return [
            source.rows(
                "NOT EXISTS (SELECT FROM \(place.sql) AS q WHERE \(key.match) AND q.\(SQL.identifier(column.name)) IS NOT NULL)",
                "\(column.path) comes back as NOT NULL, and rows that came since have no value for it")
        ]
    }

    /// Rows that a constraint refuses.
    static func violations(_ fact: Fact, _ context: PlanContext) -> [Step.Question] {
        guard !fact.bool(.notValid), !fact.bool(.notEnforced), let owner = fact.id.parent, let type = fact.constraintType else {
            return []
        }
        guard canBeAsked(fact, context) else { return [] }
        if owner.kind == .domain { return domainViolations(fact, owner, context) }
        guard let source = LiveSource(owner, context) else { return [] }
        let columns = fact.texts(.columns) ?? []
        guard columns.allSatisfy({ context.from[.column($0, of: owner)] != nil }) else { return [] }
        switch type {
        case .notNull:
            return columns.flatMap { nulls(.column($0, of: owner), context) }
        case .check:
            guard let expression = fact.text(.checkExpression) else { return [] }
            return [source.rows("NOT (\(expression))", "\(fact.id) refuses rows of \(owner.path)")]
        case .foreignKey: return orphans(fact, source, columns, context)
        case .primaryKey, .unique:
            guard fact[.period] == nil else { return [] }
            let names = columns.map { SQL.identifier($0) }
            let nulls = type == .primaryKey ? columns.flatMap { self.nulls(.column($0, of: owner), context) } : []
            return nulls + duplicates(fact.id, source, names, predicate: nil, countsNulls: fact.bool(.nullsNotDistinct))
        case .exclude: return exclusions(fact, source)
        }
    }

    /// Values that a unique index has more than once.
    static func duplicates(ofIndex fact: Fact, _ context: PlanContext) -> [Step.Question] {
        guard let source = fact.id.parent.flatMap({ LiveSource($0, context) }), fact.bool(.unique), canBeAsked(fact, context),
            let keys = fact.texts(.keyExpressions)
        else { return [] }
        return duplicates(
            fact.id, source, keys, predicate: fact.text(.predicate), countsNulls: fact.bool(.nullsNotDistinct))
    }

    /// Whether the database can answer before the plan has run: an expression of what the plan creates or changes means nothing there, or
    /// something else.
    private static func canBeAsked(_ fact: Fact, _ context: PlanContext) -> Bool {
        fact.dependencies.allSatisfy { id in
            guard let after = context.to[id] else { return true }
            guard let before = context.from[id] else { return id.kind == .column }
            guard id.kind == .column else { return !context.created.contains(id) && before.compared == after.compared }
            let (old, new) = (ColumnKind.effective(before, in: context.from), ColumnKind.effective(after, in: context.to))
            return old[.type] == new[.type] || TypeConversion.keepsValues(old, new) || TypeConversion.holdsEveryValue(old, new)
        }
    }

    private static func duplicates(
        _ id: ObjectID, _ source: LiveSource, _ keys: [String], predicate: String?, countsNulls: Bool
    ) -> [Step.Question] {
        guard !keys.isEmpty else { return [] }
        let list = keys.joined(separator: ", ")
        let conditions = (predicate.map { ["(\($0))"] } ?? []) + (countsNulls ? [] : keys.map { "(\($0)) IS NOT NULL" })
        let filter = conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
        return [
            Step.Question(
                problem: "\(id) is unique, and \(source.table.path) has values more than once",
                query: "SELECT \(list), count(*) FROM \(source.item)\(filter) GROUP BY \(list) HAVING count(*) > 1",
                shown: source.shown(keys))
        ]
    }

    private static func orphans(
        _ fact: Fact, _ source: LiveSource, _ columns: [String], _ context: PlanContext
    ) -> [Step.Question] {
        // A key that names no other table refers to its own.
        let target = ConstraintText.referenced(fact).first ?? source.table
        guard let others = fact.texts(.referencedColumns), others.count == columns.count, fact[.period] == nil,
            let referenced = LiveSource(target, context, alias: "r"),
            others.allSatisfy({ context.from[.column($0, of: target)] != nil })
        else { return [] }
        let present = columns.map { "t.\(SQL.identifier($0)) IS NOT NULL" }
        let match = zip(columns, others).map { "r.\(SQL.identifier($1)) = t.\(SQL.identifier($0))" }
        let missing = "NOT EXISTS (SELECT FROM \(referenced.item) WHERE \(match.joined(separator: " AND ")))"
        return [
            source.rows(
                (present + [missing]).joined(separator: " AND "),
                "\(fact.id) refers to rows of \(target.path) that do not exist")
        ]
    }

    /// Rows that an EXCLUDE constraint does not let stand beside an earlier one.
    ///
    /// Equal values are found by grouping, and ranges that overlap by one pass in their order; other operators would compare every
    /// row with every other, so that they are left to the statement itself.
    private static func exclusions(_ fact: Fact, _ source: LiveSource) -> [Step.Question] {
        guard let keys = fact.texts(.keyExpressions), let operators = fact.texts(.operators), keys.count == operators.count else {
            return []
        }
        let pairs = Array(zip(keys, operators))
        let equal = pairs.filter { $0.1 == "=" }.map(\.0)
        let others = pairs.filter { $0.1 != "=" }
        let predicate = fact.text(.predicate)
        guard let (range, name) = others.first else {
            return duplicates(fact.id, source, equal, predicate: predicate, countsNulls: false)
        }
        guard others.count == 1, name == "&&", source.isRange(range) else { return [] }
        let conditions =
            (predicate.map { ["(\($0))"] } ?? []) + equal.map { "(\($0)) IS NOT NULL" } + ["NOT isempty(\(range))"]
        let partition = equal.isEmpty ? "" : "PARTITION BY \(equal.joined(separator: ", ")) "
        let names = source.key.map { $0.map { SQL.identifier($0) }.joined(separator: ", ") } ?? "place"
        let columns = source.key == nil ? "t.ctid AS place" : source.columns
        return [
            Step.Question(
                problem: "\(fact.id) refuses rows of \(source.table.path) that overlap others",
                query: """
                    SELECT \(names) FROM (SELECT \(columns), (\(range)) AS plumbline_range, \
                    bool_or(upper_inf(\(range))) OVER before AS plumbline_open, max(upper(\(range))) OVER before AS plumbline_upper, \
                    count(*) OVER before AS plumbline_many FROM \(source.item) WHERE \(conditions.joined(separator: " AND ")) \
                    WINDOW before AS (\(partition)ORDER BY (\(range)) ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS q \
                    WHERE plumbline_open OR plumbline_upper > lower(plumbline_range) \
                    OR lower_inf(plumbline_range) AND plumbline_many > 0
                    """,
                shown: source.key == nil ? ["place"] : source.shownKey)
        ]
    }

    /// Values of columns that a new check of their domain refuses.
    private static func domainViolations(_ fact: Fact, _ domain: ObjectID, _ context: PlanContext) -> [Step.Question] {
        guard let expression = fact.text(.checkExpression), context.from[domain] != nil, !context.isNew(domain) else { return [] }
        let columns = context.from.dependents(of: domain).sorted().compactMap { context.from[$0] }
        return columns.compactMap { column in
            guard column.id.kind == .column, column[.generated] == nil, column[.type] != nil,
                let source = column.id.parent.flatMap({ LiveSource($0, context) })
            else { return nil }
            let name = "t.\(SQL.identifier(column.id.name))"
            // VALUE in the expression is read as the name of this column.
            let values = column[.elementType] == nil ? "(SELECT \(name) AS value) AS v" : "unnest(\(name)) AS v(value)"
            return source.rows(
                "EXISTS (SELECT FROM \(values) WHERE NOT (\(expression)))", "\(fact.id) refuses values of \(column.id.path)")
        }
    }

    // MARK: Types

    /// Values that another type cannot hold, or holds otherwise: those that do not come back from it as they were.
    static func conversions(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step.Question] {
        if let domain = domain(of: after, in: context.to) { return conversions(before, after, to: domain, context) }
        guard let table = after.id.parent, let source = LiveSource(table, context), let old = before.text(.type),
            let new = after.text(.type), !TypeConversion.keepsValues(before, after),
            !TypeConversion.holdsEveryValue(before, after)
        else { return [] }
        // A type that the plan creates cannot be asked yet.
        guard !before.dependencies.union(after.dependencies).contains(where: { context.created.contains($0) }) else { return [] }
        func isChanged(_ name: String) -> String {
            if let misfit = TypeConversion.misfit(before, after, name) { return misfit }
            let there = TypeConversion.using(before, after, context.from, value: name) ?? "\(name)::\(new)"
            let back = TypeConversion.using(after, before, context.from, value: "(\(there))") ?? "(\(there))::\(old)"
            return "(\(there))::text IS DISTINCT FROM \(name)::text AND (\(back))::text IS DISTINCT FROM \(name)::text"
        }
        let name = SQL.identifier(after.id.name)
        let problem = "becomes \(new), which cannot hold some of its values as they are"
        var questions = [source.rows(isChanged("t.\(name)"), "\(after.id.path) \(problem)")]
        if TypeConversion.misfit(before, after, name) == nil,
            let failing = failing(TypeConversion.using(before, after, context.from) ?? "\(name)::\(new)", over: after.id, context)
        {
            // Where a value cannot be converted at all, the first question says so, and the other one must not fail.
            questions[0] = source.rows(
                "NOT EXISTS (SELECT FROM \(failing.function)) AND (\(isChanged("t.\(name)")))", "\(after.id.path) \(problem)")
            questions.insert(
                Step.Question(
                    problem: "\(after.id.path) becomes \(new), and some of its values cannot be converted", query: failing.query,
                    shown: source.shownKey), at: 0)
        }
        for holder in RowTypeUse.holders(of: table, in: context.from) where context.to[holder.id]?[.type] == holder[.type] {
            guard let source = holder.id.parent.flatMap({ LiveSource($0, context) }) else { continue }
            let rows = "t.\(SQL.identifier(holder.id.name))"
            let condition =
                holder[.elementType] == nil
                ? isChanged("(\(rows)).\(name)") : "EXISTS (SELECT FROM unnest(\(rows)) AS v WHERE \(isChanged("v.\(name)")))"
            questions.append(source.rows(condition, "\(after.id.path), in rows that \(holder.id.path) holds, \(problem)"))
        }
        for index in questions.indices {
            questions[index].isOfSilentLoss = !TypeConversion.refusesWhatDoesNotFit(before, after)
        }
        return questions
    }

    /// The rows for which an expression over a column fails: the function that returns their places, and the query for them.
    private static func failing(
        _ expression: String, over column: ObjectID, _ context: PlanContext
    ) -> (function: String, query: String)? {
        guard context.options.hasHistory, let table = column.parent, let source = LiveSource(table, context),
            let rows = LiveSource(table, context, alias: SQL.identifier(table.name), hasPlace: true),
            let found = LiveSource(table, context, hasPlace: true)
        else { return nil }
        let place = SQL.literal(context.options.earlierNames.table(table).sql)
        let condition = "\(SQL.identifier(column.name)) IS NOT NULL"
        let function =
            "plumbline.failing_rows(\(place), \(SQL.literal(rows.item)), \(SQL.literal(expression)), \(SQL.literal(condition)))"
        return (
            function,
            "SELECT \(source.columns) FROM \(function) AS f JOIN \(found.item) ON t.tableoid = f.relation AND t.ctid = f.place"
        )
    }

    /// Rows for which an expression fails that gives a column its values; none where the plan changes what the expression reads.
    ///
    /// - Parameters:
    ///   - condition: the rows that get a value, as an expression over the row.
    ///   - isRequired: whether the column is NOT NULL afterward, so that a row for which the expression is NULL is asked for as well.
    static func failures(
        of expression: String, for column: ObjectID, where condition: String, problem: String, isRequired: Bool = false,
        _ context: PlanContext
    ) -> [Step.Question] {
        guard context.options.hasHistory, let table = column.parent, let source = LiveSource(table, context),
            let rows = LiveSource(table, context, alias: SQL.identifier(table.name), hasPlace: true),
            let found = LiveSource(table, context, hasPlace: true)
        else { return [] }
        let reads = context.childrenBefore(table, .column).filter { expression.mentions($0.id.name) }
        let isChanged = reads.contains { read in
            guard let after = context.to[read.id] else { return false }
            return after.id != column && (after[.backfill] != nil || after[.type] != read[.type])
        }
        guard !isChanged else { return [] }
        let place = SQL.literal(context.options.earlierNames.table(table).sql)
        let failing =
            "plumbline.failing_rows(\(place), \(SQL.literal(rows.item)), \(SQL.literal(expression)), \(SQL.literal(condition)))"
        var questions = [
            Step.Question(
                problem: problem,
                query:
                    "SELECT \(source.columns) FROM \(failing) AS f JOIN \(found.item) ON t.tableoid = f.relation AND t.ctid = f.place",
                shown: source.shownKey)
        ]
        if isRequired {
            questions.append(
                Step.Question(
                    problem: "\(column.path) is NOT NULL, and the expression that fills it is NULL",
                    // Where the expression fails, the first question says so, and this one must not fail.
                    query:
                        "SELECT \(rows.columns) FROM \(rows.item) WHERE NOT EXISTS (SELECT FROM \(failing)) AND (\(condition)) "
                        + "AND (\(expression)) IS NULL", shown: source.shownKey))
        }
        return questions
    }

    /// The domain that a column has, or has an array of.
    private static func domain(of column: Fact, in state: CatalogState) -> Fact? {
        column.dependencies.lazy.filter { $0.kind == .domain }.compactMap { state[$0] }.first {
            column.text(.type) == $0.id.sql || column.text(.type) == $0.id.sql + "[]"
        }
    }

    /// Values that the base type of a domain cannot hold, and those that its conditions refuse. The domain itself is not named, since the
    /// plan may create it.
    private static func conversions(
        _ before: Fact, _ after: Fact, to domain: Fact, _ context: PlanContext
    ) -> [Step.Question] {
        guard let type = domain.text(.type), let source = after.id.parent.flatMap({ LiveSource($0, context) }) else { return [] }
        let isArray = after.text(.type) != domain.id.sql
        var base = Fact(after.id, after.attributes, dependencies: domain.dependencies)
        base[.type] = .text(isArray ? "\(type)[]" : type)
        base[.typeName] = base[.type]
        base[.elementType] = isArray ? .text(type) : domain[.elementType]
        base[.typeModifier] = nil
        let (name, target) = ("t.\(SQL.identifier(after.id.name))", isArray ? "\(type)[]" : type)
        let value = TypeConversion.using(before, base, context.from, value: name) ?? "\(name)::\(target)"
        // VALUE in a condition is read as the name of this column.
        let values = isArray ? "unnest(\(value)) AS v(value)" : "(SELECT \(value) AS value) AS v"
        func rows(_ condition: String, _ problem: String) -> Step.Question {
            source.rows("EXISTS (SELECT FROM \(values) WHERE \(condition))", problem)
        }
        var questions = conversions(before, base, context)
        if domain.bool(.notNull), isArray || !before.bool(.notNull) {
            questions.append(rows("value IS NULL", "\(domain.id) is NOT NULL, and \(after.id.path) has NULLs"))
        }
        for check in context.childrenAfter(domain.id, .constraint) {
            guard let expression = check.text(.checkExpression),
                !check.dependencies.contains(where: { $0 != domain.id && context.created.contains($0) })
            else { continue }
            questions.append(rows("NOT (\(expression))", "\(check.id) refuses values of \(after.id.path)"))
        }
        return questions
    }

    /// Values of a column that are among labels which an enum loses, or have one of them in an array, a domain, a composite type or a row.
    ///
    /// - Parameter types: the types that may be on the way from the column to the enum; only the enum itself unless given.
    static func labels(
        _ column: Fact, _ removed: [String], of type: ObjectID, in types: [ObjectID] = [], _ context: PlanContext
    ) -> [Step.Question] {
        guard let source = column.id.parent.flatMap({ LiveSource($0, context) }), !removed.isEmpty,
            let text = column.text(.type)
        else { return [] }
        let search = LabelSearch(type: type, labels: removed, types: Set(types + [type]), state: context.from)
        guard let condition = search.condition("t.\(SQL.identifier(column.id.name))", of: text, depth: 0) else { return [] }
        return [
            source.rows(
                condition,
                "\(type) loses \(removed.map { SQL.literal($0) }.joined(separator: ", ")), and \(column.id.path) has rows with that"
            )
        ]
    }

    // MARK: Partitions

    /// Rows of the default partition that a new partition would take: PostgreSQL refuses it then, and moves none.
    static func rowsOfDefault(fitting partition: Fact, _ context: PlanContext) -> [Step.Question] {
        guard let parent = partition.partitionParent, context.from[parent] != nil, !context.isNew(parent),
            let condition = self.condition(of: partition),
            let other = context.from.partitions(of: parent).first(where: {
                context.from[$0]?.isDefaultPartition == true && context.to[$0]?.partitionParent == parent
            }), let source = LiveSource(other, context)
        else { return [] }
        return [
            source.rows(condition, "\(other.path), the default partition, has rows that belong to the new \(partition.id.path)")
        ]
    }

    /// Rows of a table that becomes a partition and whose bounds they do not meet.
    static func rowsBeyondBounds(of table: ObjectID, _ context: PlanContext) -> [Step.Question] {
        guard let fact = context.to[table], let condition = self.condition(of: fact), let source = LiveSource(table, context)
        else {
            return []
        }
        return [source.rows("NOT (\(condition))", "\(table.path) becomes a partition, and has rows beyond its bounds")]
            + rowsOfDefault(fitting: fact, context)
    }

    /// The condition of a partition; a hash partition's names the identity of its table, which is another one in each database.
    static func condition(of partition: Fact) -> String? {
        guard let condition = partition.text(.partitionCondition), !condition.contains("satisfies_hash_partition(") else {
            return nil
        }
        return condition
    }
}

/// Finds labels of an enum inside of values.
private struct LabelSearch {
    let type: ObjectID
    let labels: [String]
    /// The types to look into.
    let types: Set<ObjectID>
    let state: CatalogState

    /// The condition that a value has one of the labels; nil where values of its type cannot.
    func condition(_ value: String, of text: String, depth: Int) -> String? {
        let list = labels.map { SQL.literal($0) }.joined(separator: ", ")
        guard depth < 8, let found = types.first(where: { text == $0.sql || text == $0.sql + "[]" }) else { return nil }
        if text != found.sql {
            if found == type { return "\(value)::text[] && ARRAY[\(list)]" }
            let element = "v\(depth)"
            return condition(element, of: found.sql, depth: depth + 1).map {
                "EXISTS (SELECT FROM unnest(\(value)) AS \(element) WHERE \($0))"
            }
        }
        if found == type { return "\(value)::text IN (\(list))" }
        if found.kind == .domain {
            return state[found]?.text(.type).flatMap { condition("(\(value))::\($0)", of: $0, depth: depth + 1) }
        }
        let parts = fields(of: found).compactMap { name, text in
            condition("(\(value)).\(SQL.identifier(name))", of: text, depth: depth + 1)
        }
        return parts.isEmpty ? nil : parts.count == 1 ? parts.first : "(\(parts.joined(separator: " OR ")))"
    }

    private func fields(of type: ObjectID) -> [(name: String, type: String)] {
        guard type.kind.hasRows else { return CompositeField.all(of: state[type]).map { ($0.name, $0.type) } }
        return state.children(of: type).filter { $0.id.kind == .column }.sorted { $0.id < $1.id }.compactMap { column in
            ColumnKind.effective(column, in: state).text(.type).map { (column.id.name, $0) }
        }
    }
}

/// A table as the live database has it before a migration, under the alias `t`, with the names of columns that the migration uses.
struct LiveSource {
    let table: ObjectID
    /// The item of a FROM clause.
    let item: String
    /// The primary key that the table has now; nil where it has none.
    let key: [String]?
    private let alias: String
    private let context: PlanContext

    /// Nil where the table does not exist before the plan, or is replaced by it and `isReplaced` does not say so.
    ///
    /// - Parameter hasPlace: whether the item has the column `tableoid` beside `ctid`.
    init?(
        _ table: ObjectID, _ context: PlanContext, alias: String = "t", isReplaced: Bool = false, hasPlace: Bool = false
    ) {
        guard table.kind.hasRows, context.from[table] != nil, isReplaced || !context.isNew(table) else { return nil }
        self.table = table
        self.context = context
        self.alias = alias
        key = context.childrenBefore(table, .constraint).first { $0.constraintType == .primaryKey }?.texts(.columns)
        let names = context.options.earlierNames
        let place = names.table(table).sql
        let columns = context.childrenBefore(table, .column).sorted {
            ($0.integer(.position) ?? 0, $0.id) < ($1.integer(.position) ?? 0, $1.id)
        }
        guard columns.contains(where: { names.column($0.id) != $0.id.name }) else {
            item = "\(place) AS \(alias)"
            return
        }
        let list = columns.map { column in
            let (old, new) = (SQL.identifier(names.column(column.id)), SQL.identifier(column.id.name))
            return old == new ? old : "\(old) AS \(new)"
        }
        item = "(SELECT \(((hasPlace ? ["tableoid"] : []) + ["ctid"] + list).joined(separator: ", ")) FROM \(place)) AS \(alias)"
    }

    /// The columns by which a row is told from others.
    var columns: String {
        key.map { $0.map { "\(alias).\(SQL.identifier($0))" }.joined(separator: ", ") } ?? "\(alias).ctid"
    }

    var shownKey: [String] { key.map { shown($0.map { SQL.identifier($0) }) } ?? ["ctid"] }

    func rows(_ condition: String, _ problem: String) -> Step.Question {
        Step.Question(problem: problem, query: "SELECT \(columns) FROM \(item) WHERE \(condition)", shown: shownKey)
    }

    /// Those of some keys that are columns whose values people may see: declared unmasked, or numbers and UUIDs that nothing is said of,
    /// since these say nothing by themselves.
    func shown(_ keys: [String]) -> [String] {
        context.childrenBefore(table, .column).filter { column in
            guard keys.contains(SQL.identifier(column.id.name)) else { return false }
            switch (context.to[column.id] ?? column).text(.exposure).flatMap(Exposure.init) {
            case .unmasked: return true
            case .sensitive: return false
            case nil: return ["smallint", "integer", "bigint", "uuid"].contains(type(column))
            }
        }.map(\.id.name).sorted()
    }

    /// True when a key of an index is a range.
    func isRange(_ key: String) -> Bool {
        let names = ["int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"]
        let column = context.childrenBefore(table, .column).first { SQL.identifier($0.id.name) == key }
        if let column { return names.contains(type(column)) }
        return names.contains { key.hasPrefix("\($0)(") }
    }

    private func type(_ column: Fact) -> String { ColumnKind.effective(column, in: context.from).text(.type) ?? "" }
}
