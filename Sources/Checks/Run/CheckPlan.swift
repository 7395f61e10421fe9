import PostgresClient
package import SchemaModel

/// The plan of a run of checks: the statements, the server's estimate for each, and the checks that need none.
package struct CheckPlan: Sendable, Hashable {
    /// One statement, and the checks that it answers.
    package struct Statement: Sendable, Hashable {
        package var checks: [CheckID]
        package var sql: String
        /// Rows of tables that it reads, as the server estimates them.
        package var rows: Double
        /// In the planner's unit.
        package var cost: Double
        /// How each table is read, such as `Parallel Seq Scan on orders`.
        package var reads: [String]
        /// Why the server does not plan it; nil when it does.
        package var problem: String?
    }

    /// The database's name in the project.
    package var database: String
    /// How many connections share its snapshot.
    package var connections: Int
    package var statements: [Statement]
    /// Checks that the catalog answers.
    package var proofs: [CheckID: Proof]
    /// Checks that cannot run here, and why.
    package var skipped: [CheckID: String]
    /// The tables that are partitioned, and the columns of their keys; nil stands for an expression.
    package var partitionKeys: [ObjectID: [String?]] = [:]

    /// Rows that all statements together read.
    package var rows: Double { statements.reduce(0) { $0 + $1.rows } }
    /// The cost of all statements.
    package var cost: Double { statements.reduce(0) { $0 + $1.cost } }
}

extension CheckPlan {
    /// Why a run would exceed the limits, the most expensive statements first; nil when it would not.
    package func excess(maxRows: Int?, maxCost: Double?) -> String? {
        var limits: [String] = []
        if let maxRows, rows > Double(maxRows) {
            limits.append("about \(Self.text(rows)) rows would be read, and \(Self.text(Double(maxRows))) are allowed")
        }
        if let maxCost, cost > maxCost {
            limits.append("the planner's cost is \(Self.text(cost)), and \(Self.text(maxCost)) is allowed")
        }
        guard !limits.isEmpty else { return nil }
        let worst = statements.sorted { ($0.cost, $0.rows) > ($1.cost, $1.rows) }.prefix(3).map { statement in
            let more = statement.checks.count > 1 ? " and \(statement.checks.count - 1) more" : ""
            return
                "  \(statement.checks.first?.rawValue ?? "")\(more): \(Self.text(statement.rows)) rows, cost \(Self.text(statement.cost))"
        }
        return "\(database): \(limits.joined(separator: "; ")). Nothing was run. The most expensive statements:\n"
            + worst.joined(separator: "\n")
            + "\n  next: choose fewer checks, narrow them (`where(_:)`, or a condition in the query), make them incremental, run them on a "
            + "standby, or raise the limit"
    }

    /// A whole number with commas.
    package static func text(_ number: Double) -> String {
        let digits = String(Int(min(max(number, 0), 1e18).rounded()))
        var parts: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            parts.append(rest.suffix(3))
            rest = rest.dropLast(3)
        }
        return ([rest] + parts.reversed()).joined(separator: ",")
    }
}

extension CheckJob {
    /// The checks that it answers, and the first statement of it; keys are read by more, once it is known which rows fail.
    func statement(
        _ inventory: Inventory, options: CheckOptions
    ) -> (checks: [CheckID], sql: String, settings: [String]) {
        switch self {
        case .scan(let scan): return (scan.checks.map(\.id), scan.sql(TableSegments(pages: 1)), [])
        case .unique(let check, let unique, let method):
            let hasAddresses = check.table.map(inventory.hasRowAddresses) ?? false
            let addresses = hasAddresses && method != .index ? options.samples : nil
            return ([check.id], unique.counts(check.tableName, method, addresses: addresses), method.settings)
        case .query(let check):
            return ([check.id], check.tally ?? check.countQuery(samples: check.key.isEmpty ? 0 : options.samples), [])
        case .count(let table, let populations):
            let scan = FusedScan(table: table, [], populations: populations, hasRowAddresses: false)
            return ([], scan.sql(TableSegments(pages: 1)), [])
        case .groups(let population): return ([], population.sql, [])
        }
    }
}

extension CheckSession {
    /// Has the server plan the statements of these jobs, and of the checks that are no jobs; runs none.
    func plan(
        _ jobs: [CheckJob], _ others: [CompiledCheck], _ inventory: Inventory, options: CheckOptions
    ) async throws(PostgresError) -> [CheckPlan.Statement] {
        var statements: [CheckPlan.Statement] = []
        var plans: [PlanNode?] = []
        let parts =
            jobs.map { $0.statement(inventory, options: options) }
            + others.map { (checks: [$0.id], sql: $0.query, settings: [String]()) }
        for (checks, sql, settings) in parts {
            var statement = CheckPlan.Statement(checks: checks, sql: sql, rows: 0, cost: 0, reads: [])
            do throws(PostgresError) {
                let row = try await ask("EXPLAIN (VERBOSE, FORMAT JSON) \(sql)", settings: settings).one()
                let plan = try PlanNode(json: row.text(0) ?? "")
                statement.cost = plan.cost ?? 0
                statement.reads = plan.all.filter { $0.relation != nil }.map(\.words)
                plans.append(plan)
            } catch  where error.isOfOneStatement {
                statement.problem = error.withoutValues
                plans.append(nil)
            }
            statements.append(statement)
        }
        let sizes = try await sizes(of: plans.flatMap { $0?.all ?? [] })
        for index in statements.indices { statements[index].rows = plans[index]?.rowsRead(sizes) ?? 0 }
        return statements
    }

    /// The rows of the relations that plans read, as they were last counted.
    private func sizes(of nodes: [PlanNode]) async throws(PostgresError) -> [ObjectID: Double] {
        let tables = Set(nodes.compactMap(\.table)).sorted()
        guard !tables.isEmpty else { return [:] }
        let names = tables.map { "(\(SQL.literal($0.schema ?? "")), \(SQL.literal($0.name)))" }.joined(separator: ", ")
        var sizes: [ObjectID: Double] = [:]
        let rows = try await ask(
            """
            SELECT n.nspname::text, c.relname::text, c.reltuples::float8
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE (n.nspname, c.relname) IN (\(names))
            """)
        for row in rows {
            guard let schema = row.text(0), let name = row.text(1) else { continue }
            sizes[.table(schema, name)] = try row.decode(2)
        }
        return sizes
    }
}

extension PlanNode {
    fileprivate var table: ObjectID? {
        guard let schema, let relation else { return nil }
        return .table(schema, relation)
    }

    /// Such as `Parallel Index Only Scan of orders_number_idx on orders`.
    fileprivate var words: String {
        "\(isParallel == true ? "Parallel " : "")\(type)\(index.map { " of \($0)" } ?? "") on \(relation ?? "")"
    }

    /// The rows of tables that it and all below it read.
    ///
    /// A scan can read more rows than it returns. A sequential scan reads the whole table, and so does a scan of an index without a condition.
    /// For an index scan with a condition and a filter, the plan does not say how many rows the filter removes; they are not counted.
    ///
    /// - Parameters:
    ///   - times: how often the node is run.
    ///   - processes: the number of processes that share the rows of a parallel node below a Gather.
    fileprivate func rowsRead(_ sizes: [ObjectID: Double], times: Double = 1, processes: Double = 1) -> Double {
        let processes = workers.map(Self.processes) ?? processes
        let expected = (rows ?? 0) * (isParallel == true ? processes : 1)
        var result = 0.0
        if let table {
            let isWhole = type == "Seq Scan" || index != nil && indexCondition == nil && filter != nil
            result = (isWhole ? max(sizes[table] ?? 0, expected) : expected) * times
        }
        let outer = children?.first { $0.relationship == "Outer" }?.rows ?? 1
        for child in children ?? [] {
            // A node that keeps its rows reads them once.
            let isRepeated =
                (type == "Nested Loop" && child.relationship == "Inner" || child.relationship == "SubPlan")
                && !["Materialize", "Memoize"].contains(child.type)
            let repetitions = child.relationship == "SubPlan" ? rows ?? 1 : outer
            result += child.rowsRead(sizes, times: isRepeated ? times * max(repetitions, 1) : times, processes: processes)
        }
        return result
    }

    /// The leader takes part, the less the more workers there are (cost_parallel in PostgreSQL's costsize.c).
    private static func processes(_ workers: Int) -> Double { Double(workers) + max(0, 1 - 0.3 * Double(workers)) }
}
