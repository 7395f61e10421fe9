package import PostgresClient
package import SchemaModel

/// Looks at the data of tables: statistics first, then one scan of each table, in a read-only snapshot with the limits of a run.
///
/// The role needs SELECT on what is to be read, and nothing else.
package struct DataProfiler: Sendable {
    private let settings: ConnectionSettings
    private let options: CheckOptions
    private let shown: Set<ObjectID>

    /// - Parameter shown: The columns whose values may be shown.
    package init(_ settings: ConnectionSettings, options: CheckOptions = CheckOptions(), shown: Set<ObjectID> = []) {
        self.settings = settings
        self.options = options
        self.shown = shown
    }

    /// What was found in a database.
    package struct Outcome: Sendable, Hashable {
        package var tables: [TableProfile] = []
        /// The tables and columns that could not be read, and why.
        package var problems: [String] = []
    }

    /// Profiles tables; all that are there when none is named.
    ///
    /// - Throws: `PostgresError` when the connection fails or is lost; ``CheckError`` of code `superuser`, of `overBudget` when
    ///   the scans would exceed the limits, of `notConfigured` for a table that does not exist.
    package func profile(_ names: [ObjectID] = [], database: String) async throws -> Outcome {
        let session = try await CheckSession.begin(settings, options: options, snapshot: nil)
        do {
            let outcome = try await profile(names, database, session)
            await session.end()
            return outcome
        } catch {
            await session.end()
            throw error
        }
    }

    private func profile(_ names: [ObjectID], _ database: String, _ session: CheckSession) async throws -> Outcome {
        _ = try await CheckRunner(settings, options: options).describe(session, database: database)
        var tables = try ProfiledTable.tables(try await session.ask(ProfiledTable.query(names)))
        for name in names where !tables.contains(where: { $0.id == name }) {
            throw CheckError(.notConfigured, "there is no table \(name.path) in \(database); name it as schema.table")
        }
        var outcome = Outcome()
        let version = session.connection.serverVersion
        for index in tables.indices {
            guard tables[index].columns.contains(where: \.isReadable) else {
                outcome.problems.append("\(database): \(tables[index].id.path) was not read: the role has no SELECT on it")
                continue
            }
            do {
                try await look(&tables[index], session)
            } catch let error as PostgresError where error.isOfOneStatement {
                outcome.problems.append(Self.problem(tables[index].id.path, database, error))
                tables[index].columns = []
            }
        }
        tables.removeAll { !$0.columns.contains(where: \.isReadable) }
        try await refuseExcess(tables, version, database, session)
        for table in tables {
            do {
                let (profile, problems) = try await profile(table, version, database, session)
                outcome.tables.append(profile)
                outcome.problems += problems
            } catch let error as PostgresError where error.isOfOneStatement {
                outcome.problems.append(Self.problem(table.id.path, database, error))
            }
        }
        return outcome
    }

    /// - Parameter subject: A table's path, or a column and its table.
    private static func problem(_ subject: String, _ database: String, _ error: PostgresError) -> String {
        return "\(database): \(subject) was not read: "
            + (error.isOfRowSecurity
                ? "policies would hide rows from this role; connect as one with BYPASSRLS" : error.withoutValues)
    }

    /// The first few thousand rows of a table of which no statistics are known.
    private func look(_ table: inout ProfiledTable, _ session: CheckSession) async throws {
        let readable = table.columns.indices.filter { table.columns[$0].isReadable }
        guard !readable.contains(where: { table.columns[$0].distinct != nil }) else { return }
        let row = try await session.ask(ProfileScan.sample(table)).one()
        let rows: Int = try row.decode(0)
        table.estimatedRows = max(table.estimatedRows, Double(rows))
        guard rows > 0 else { return }
        for (place, index) in readable.enumerated() {
            guard let count = try row.decode(place + 1, as: Int?.self) else { continue }
            // Where most values of a few thousand are different, so are those of more; otherwise there are no more of them.
            table.columns[index].distinct = Double(count) >= 0.5 * Double(rows) ? -Double(count) / Double(rows) : Double(count)
        }
    }

    private func refuseExcess(
        _ tables: [ProfiledTable], _ version: Int, _ database: String, _ session: CheckSession
    ) async throws {
        guard options.maxRows != nil || options.maxCost != nil else { return }
        var statements: [CheckPlan.Statement] = []
        for table in tables {
            let row = try await session.ask("EXPLAIN (FORMAT JSON) \(ProfileScan(table: table, version: version).sql)").one()
            let plan = try PlanNode(json: row.text(0) ?? "")
            statements.append(
                .init(
                    checks: [CheckID(rawValue: table.id.path)], sql: "", rows: max(table.estimatedRows, 0), cost: plan.cost ?? 0,
                    reads: []))
        }
        let plan = CheckPlan(database: database, connections: 1, statements: statements, proofs: [:], skipped: [:])
        if let excess = plan.excess(maxRows: options.maxRows, maxCost: options.maxCost) { throw CheckError(.overBudget, excess) }
    }

    private func profile(
        _ table: ProfiledTable, _ version: Int, _ database: String, _ session: CheckSession
    ) async throws -> (profile: TableProfile, problems: [String]) {
        let scan = ProfileScan(table: table, version: version)
        let (groups, refused) = try await self.groups(scan, session)
        let rows = groups.values.first?.reduce(0) { $0 + $1.rows } ?? 0
        var profile = TableProfile(
            database: database, table: table.id, rows: rows, key: table.key, columns: [],
            unreadable: table.columns.filter { !$0.isReadable }.map(\.name), suggestions: [])
        func reading(_ number: Int, surplus: Int?) -> ColumnReading {
            let column = scan.columns[number]
            return ColumnReading(
                column, of: table.id, groups: groups[number] ?? [], isShown: shown.contains(.column(column.name, of: table.id)),
                surplus: surplus)
        }
        // Each is a sort of the column, so only of the likeliest.
        let candidates = scan.columns.indices.filter { refused[$0] == nil && reading($0, surplus: nil).mayBeKey }
            .sorted { abs(scan.columns[$0].distinct ?? 0) > abs(scan.columns[$1].distinct ?? 0) }.prefix(4)
        var problems = refused.sorted { $0.key < $1.key }.map { number, error in
            Self.problem("column \(scan.columns[number].name) of \(table.id.path)", database, error)
        }
        for (number, column) in scan.columns.enumerated() where refused[number] == nil {
            var surplus: Int?
            if candidates.contains(number) {
                switch try await self.surplus(column.name, table, session) {
                case .success(let rows): surplus = rows
                case .failure(let error):
                    let subject = "the number of repeated values of \(column.name) of \(table.id.path)"
                    problems.append(Self.problem(subject, database, error))
                }
            }
            let found = reading(number, surplus: surplus)
            profile.columns.append(found.profile)
            profile.suggestions += found.suggestions
        }
        return (profile, problems)
    }

    /// Reads a table: the groups of each column by its number, and the columns that the server does not read, with the reason.
    ///
    /// Where the one statement is refused, each column is read by itself, so that one value hides no other column.
    /// - Throws: the error of the whole statement where no column can be read.
    private func groups(
        _ scan: ProfileScan, _ session: CheckSession
    ) async throws(PostgresError) -> (found: [Int: [ProfiledGroup]], refused: [Int: PostgresError]) {
        do {
            return (try await rows(scan, session), [:])
        } catch  where error.isOfOneStatement && error.mayBeOfOneCondition {
            var found: [Int: [ProfiledGroup]] = [:]
            var refused: [Int: PostgresError] = [:]
            for number in scan.columns.indices {
                do {
                    found.merge(try await rows(ProfileScan(table: scan.table, version: scan.version, only: number), session)) {
                        $1
                    }
                } catch  where error.isOfOneStatement {
                    refused[number] = error
                }
            }
            guard refused.count < scan.columns.count else { throw error }
            return (found, refused)
        }
    }

    private func rows(_ scan: ProfileScan, _ session: CheckSession) async throws(PostgresError) -> [Int: [ProfiledGroup]] {
        var groups: [Int: [ProfiledGroup]] = [:]
        for row in try await session.ask(scan.sql) {
            groups[try row.decode(0), default: []].append(
                ProfiledGroup(
                    value: row.text(1), traits: ValueTraits(bits: try row.decode(2)), rows: try row.decode(3),
                    least: try row.decode(4), most: try row.decode(5), different: try row.decode(6)))
        }
        return groups
    }

    /// The rows that repeat a value of a column, or the reason why the server does not count them.
    private func surplus(
        _ column: String, _ table: ProfiledTable, _ session: CheckSession
    ) async throws -> Result<Int, PostgresError> {
        let sql = UniqueRows(columns: [column]).counts(table.name, .values, addresses: nil)
        do {
            return .success(try await session.ask(sql, settings: UniqueRows.Method.values.settings).one().decode(0))
        } catch  where error.isOfOneStatement {
            return .failure(error)
        }
    }
}
