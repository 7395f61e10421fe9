import PostgresClient
import SchemaModel

/// Finds the checks that the catalog answers: what a constraint, an index or a type guarantees needs no row.
///
/// Uniqueness and references are compared with indexes and foreign keys. Whether a constraint implies a condition on rows, the
/// server's planner says: it leaves out a scan whose filter contradicts the table's constraints, and EXPLAIN shows that nothing is left
/// of it. A proof also names what it is by, as the run's snapshot sees it; the planner alone may know of a constraint that is newer.
struct Prover {
    let session: CheckSession
    let guarantees: Guarantees

    /// The proofs that were found, by check.
    static func proofs(
        of checks: [CompiledCheck], _ session: CheckSession
    ) async throws(PostgresError) -> [CheckID: Proof] {
        let provable = checks.filter { $0.isProvable }
        let tables = Set(provable.compactMap(\.table)).sorted()
        guard !tables.isEmpty else { return [:] }
        do throws(PostgresError) {
            let guarantees = try Guarantees(try await session.ask(Guarantees.query(tables)))
            return try await Prover(session: session, guarantees: guarantees).proofs(of: provable)
        } catch  where error.sqlState == .queryCanceled || error.sqlState == .lockNotAvailable {
            // The catalog took too long: without a proof the rows are read, which is slower and as right.
            return [:]
        }
    }

    private func proofs(of checks: [CompiledCheck]) async throws(PostgresError) -> [CheckID: Proof] {
        var proofs: [CheckID: Proof] = [:]
        var candidates: [Candidate] = []
        for check in checks {
            guard let id = check.table, let table = guarantees.tables[id], table.isStored else { continue }
            switch check.hint {
            case .unique(let unique): proofs[check.id] = table.proof(of: unique)
            case .references(let references): proofs[check.id] = table.proof(of: references)
            case .whole: break
            case nil:
                if case .row(let row) = check.form, let candidate = table.candidate(check.id, id, row) {
                    candidates.append(candidate)
                }
            }
        }
        let held = try await held(candidates.flatMap(\.claims))
        var start = 0
        for candidate in candidates {
            proofs[candidate.check] = candidate.proof(Array(held[start..<start + candidate.claims.count]))
            start += candidate.claims.count
            if proofs[candidate.check] == nil, let values = candidate.values, try await isTrue(values.sql) {
                proofs[candidate.check] = values.proof
            }
        }
        return proofs
    }

    private func isTrue(_ sql: String) async throws(PostgresError) -> Bool {
        do throws(PostgresError) {
            return try await session.ask(sql).one().decode(0)
        } catch  where error.isOfOneStatement {
            return false
        }
    }

    /// Which claims the server agrees with. A statement that it refuses is tried again in halves.
    private func held(_ claims: [Claim]) async throws(PostgresError) -> [Bool] {
        guard !claims.isEmpty else { return [] }
        if claims.count > 50 { return try await held(halvesOf: claims) }
        let parts = claims.enumerated().map { number, claim in claim.sql(alias: Self.alias(number)) }
        do throws(PostgresError) {
            let plan = try await session.ask(
                "EXPLAIN (COSTS OFF, FORMAT JSON) " + parts.joined(separator: "\nUNION ALL\n"),
                settings: ["constraint_exclusion = on", "enable_partition_pruning = off", "max_parallel_workers_per_gather = 0"]
            ).one()
            let aliases = try PlanNode.aliases(plan.text(0) ?? "")
            return claims.indices.map { number in
                // A partition's alias is that of its parent, with a number behind it.
                !aliases.contains { $0 == Self.alias(number) || $0.hasPrefix(Self.alias(number) + "_") }
            }
        } catch  where error.isOfOneStatement {
            return claims.count == 1 ? [false] : try await held(halvesOf: claims)
        }
    }

    private func held(halvesOf claims: [Claim]) async throws(PostgresError) -> [Bool] {
        let middle = claims.count / 2
        return try await held(Array(claims[..<middle])) + held(Array(claims[middle...]))
    }

    private static func alias(_ number: Int) -> String { "plumb_claim\(number)" }
}

/// That no row can satisfy a filter.
private struct Claim {
    var table: ObjectID
    var filter: String
    /// True when the table's own constraints may be used, false when the filter must contradict itself.
    var usesConstraints = false

    func sql(alias: String) -> String {
        let name = SQL.qualified(table.schema, table.name)
        // Behind OFFSET the planner knows of no constraint.
        let source = usesConstraints ? "\(name) AS \(alias)" : "(SELECT * FROM \(name) OFFSET 0) AS \(alias)"
        return "SELECT 1 FROM \(source) WHERE \(filter)"
    }
}

/// A condition on rows, and what might guarantee it.
private struct Candidate {
    var check: CheckID
    /// That the table's constraints together exclude a failing row. It minds NULL as a CHECK constraint does.
    var whole: Claim
    /// NOT NULL itself, where it is all that is asked.
    var notNullColumn: String?
    /// That one constraint contradicts a failing row, which tells its name.
    var constraints: [(name: String, claim: Claim)] = []
    /// That the expression of a generated column or the condition of a domain contradicts one.
    var others: [(proof: Proof, claim: Claim)] = []
    /// The columns that must be NOT NULL, and are.
    var notNull: [String] = []
    /// A query that is true when every value of the column's enum passes.
    var values: (sql: String, proof: Proof)?

    var claims: [Claim] { [whole] + constraints.map(\.claim) + others.map(\.claim) }

    func proof(_ held: [Bool]) -> Proof? {
        if held.first == true {
            if let notNullColumn { return .notNull(columns: [notNullColumn]) }
            let names = zip(constraints, held.dropFirst()).filter(\.1).map(\.0.name)
            // Where no constraint is enough by itself, they are together.
            if let name = names.first { return .constraints([name], notNull: notNull) }
            if !constraints.isEmpty { return .constraints(constraints.map(\.name), notNull: notNull) }
        }
        return zip(others, held.dropFirst(1 + constraints.count)).first(where: \.1)?.0.proof
    }
}

extension CompiledCheck {
    /// True when something in a catalog might answer it.
    fileprivate var isProvable: Bool {
        switch hint {
        case .unique, .references: true
        case .whole: false
        case nil: form.isRow
        }
    }
}

extension Guarantees.Table {
    fileprivate func proof(of unique: UniqueRows) -> Proof? {
        let columns = Set(unique.columns)
        let index = indexes.first { index in
            let own = Set(index.columns)
            let isWhole = index.predicate.map { Self.bare($0) == unique.scope.map(Self.bare) } ?? true
            // An index on fewer columns keeps the values of more apart, if NULLs do not let rows past it.
            let minds = index.nullsAreEqual || !unique.nullsAreEqual || own.isSubset(of: notNull)
            return !own.isEmpty && own.isSubset(of: columns) && isWhole && minds
        }
        return index.map { .uniqueIndex($0.name) }
    }

    fileprivate func proof(of references: ReferencedRows) -> Proof? {
        guard references.onNull == .passes || notNull.isSuperset(of: references.columns) else { return nil }
        let wanted = Set(zip(references.columns, references.targetColumns).map { [$0, $1] })
        let key = foreignKeys.first { key in
            key.schema == references.target.schema && key.table == references.target.name
                && Set(zip(key.columns, key.targetColumns).map { [$0, $1] }) == wanted
        }
        return key.map { .foreignKey($0.name) }
    }

    /// The candidates for a proof of a condition on rows; nil when there are none.
    fileprivate func candidate(_ check: CheckID, _ table: ObjectID, _ row: RowCondition) -> Candidate? {
        let fails = (row.scope.map { "(\($0)) AND " } ?? "") + "NOT (\(row.condition))"
        var candidate = Candidate(check: check, whole: Claim(table: table, filter: fails, usesConstraints: true))
        if let column = SimpleCondition.notNullColumn(row.condition) {
            guard notNull.contains(column) else { return nil }
            candidate.notNullColumn = column
            return candidate
        }
        let simple = simpleCondition(row.condition)
        if row.onNull == .fails {
            guard let simple, notNull.isSuperset(of: simple.columns) else { return nil }
            candidate.notNull = simple.columns.sorted()
        }
        // A condition that is not simple may still be the very one of a constraint.
        candidate.constraints = checks.filter { constraint in
            simple.map { !$0.columns.isDisjoint(with: constraint.columns) } ?? true
        }.map { ($0.name, Claim(table: table, filter: "(\($0.condition)) AND \(fails)")) }
        if let simple {
            for column in simple.columns.sorted() {
                guard let type = types[column] else { continue }
                candidate.others += others(column, type).map {
                    ($0.proof, Claim(table: table, filter: "\($0.condition) AND \(fails)"))
                }
            }
            if row.scope == nil { candidate.values = values(simple, row, candidate.notNull) }
        }
        return candidate
    }

    private func simpleCondition(_ sql: String) -> SimpleCondition? {
        guard let simple = SimpleCondition(sql, of: Set(types.keys)) else { return nil }
        let isPlain = simple.columns.allSatisfy { column in
            types[column].map { SimpleCondition.columnTypes.contains($0.name) || $0.type == "e" || $0.type == "d" } ?? false
        }
        return isPlain ? simple : nil
    }

    /// The conditions that hold for every value of a column that is not NULL, besides the table's constraints.
    private func others(_ column: String, _ type: Guarantees.ColumnType) -> [(proof: Proof, condition: String)] {
        let name = SQL.identifier(column)
        var found: [(proof: Proof, condition: String)] = []
        if let expression = type.generated { found.append((.generated(column: column), "(\(name) = (\(expression)))")) }
        for condition in type.conditions {
            let literals = condition.matches(of: /'(?:[^']|'')*'/).map { $0.0 }
            guard !literals.contains(where: { $0.contains("VALUE") }) else { continue }
            let own = condition.replacing(/\bVALUE\b/, with: name)
            guard SimpleCondition(own, of: [column]) != nil else { continue }
            found.append((.domain(column: column, type: "\(type.schema).\(type.name)"), "(\(own))"))
        }
        return found
    }

    private func values(
        _ simple: SimpleCondition, _ row: RowCondition, _ notNull: [String]
    ) -> (sql: String, proof: Proof)? {
        guard simple.columns.count == 1, let column = simple.columns.first, let type = types[column], type.type == "e" else {
            return nil
        }
        let name = SQL.qualified(type.schema, type.name)
        let sql = """
            SELECT NOT EXISTS (
              SELECT FROM unnest(enum_range(NULL::\(name))) AS plumb_values (\(SQL.identifier(column)))
              WHERE (\(row.condition)) IS NOT TRUE)
            """
        return (sql, .values(column: column, type: "\(type.schema).\(type.name)", notNull: !notNull.isEmpty))
    }

    /// SQL without the parentheses around it.
    private static func bare(_ sql: String) -> String {
        var text = sql.trimmingWhitespace
        while text.hasPrefix("("), text.hasSuffix(")"), isWrapped(text) {
            text = text.dropFirst().dropLast().trimmingWhitespace
        }
        return text
    }

    /// True when the first parenthesis is closed by the last.
    private static func isWrapped(_ text: String) -> Bool {
        var depth = 0
        for (index, character) in text.enumerated() {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth == 0 { return index == text.count - 1 }
        }
        return false
    }
}
