import PostgresClient
import SchemaModel

extension CheckRunner {
    /// Tries to read each table as each identity, in one read-only snapshot.
    ///
    /// The role of the connection must be a member of the roles that are tried, and have BYPASSRLS to know how many rows there are.
    /// - Throws: `PostgresError` when the connection fails or is lost; ``CheckError`` of code `invalidDeclaration` for
    ///   identities that contradict themselves, and of code `superuser` as ``run(_:database:)``.
    package func access(_ suite: AccessSuite) async throws -> AccessMatrix {
        try suite.validate()
        let session = try await CheckSession.begin(settings, options: options, snapshot: nil)
        do {
            _ = try await describe(session, database: suite.database)
            var run = AccessRun(session: session, suite: suite)
            let matrix = try await run.matrix()
            await session.end()
            return matrix
        } catch {
            await session.end()
            throw error
        }
    }
}

/// Reads the tables of a database as each identity.
private struct AccessRun {
    let session: CheckSession
    let suite: AccessSuite
    /// The roles of the identities that the server has.
    var roles: Set<String> = []

    /// Rows of each tenant that are compared with those of another, as a sample of hashes that is the same for all.
    private static let mostCompared = 100_000

    mutating func matrix() async throws(PostgresError) -> AccessMatrix {
        let names = Set(suite.identities.map(\.role)).sorted().map(SQL.literal).joined(separator: ", ")
        for row in try await session.ask("SELECT rolname::text FROM pg_catalog.pg_roles WHERE rolname IN (\(names))") {
            roles.insert(try row.decode(0))
        }
        var matrix = AccessMatrix(database: suite.database, identities: suite.identities)
        for row in try await session.ask(AccessCatalog.relations(suite)) {
            try await read(try AccessCatalog.relation(row), into: &matrix)
        }
        let rows = try await session.ask(AccessCatalog.policies(suite), settings: ["search_path = ''"])
        for row in rows { matrix.judge(try AccessCatalog.policy(row), suite) }
        matrix.sortFindings()
        return matrix
    }

    private func read(_ relation: AccessRelation, into matrix: inout AccessMatrix) async throws(PostgresError) {
        var line = AccessMatrix.Line(
            table: relation.table, total: nil, hasRowSecurity: relation.hasRowSecurity, isTable: relation.isTable,
            reads: [], writes: nil)
        do {
            line.total = try await session.ask("SELECT count(*) FROM \(relation.name)").one().decode(0)
        } catch  where error.isOfOneStatement {
            let needed =
                error.sqlState == .insufficientPrivilege
                ? "the connection's role needs SELECT on it and BYPASSRLS" : error.withoutValues
            matrix.add(relation.table, .warning, .notCounted, "its rows could not be counted: \(needed)")
        }
        for identity in suite.identities { line.reads.append(try await cell(relation, identity)) }
        matrix.lines.append(line)
        matrix.judge(relation, line, suite)
        try await compareTenants(relation, line, into: &matrix)
    }

    private func cell(_ relation: AccessRelation, _ identity: AccessIdentity) async throws(PostgresError) -> AccessMatrix.Cell {
        guard roles.contains(identity.role) else { return .notJudged("the role \(identity.role) does not exist") }
        do {
            let rows = try await session.ask("SELECT count(*) FROM \(relation.name)", settings: identity.localSettings)
            return .rows(try rows.one().decode(0))
        } catch  where error.isOfOneStatement {
            let cell = AccessMatrix.Cell(error, identity)
            // The server applies policies before it looks for the privilege.
            return cell == .recurses && !relation.readers.contains(identity.role) ? .refused : cell
        }
    }

    /// Which rows identities of different tenants both see, told by their place in the snapshot: no value is read.
    private func compareTenants(
        _ relation: AccessRelation, _ line: AccessMatrix.Line, into matrix: inout AccessMatrix
    ) async throws(PostgresError) {
        guard relation.isTable, !suite.shared.contains(relation.table) else { return }
        let pairs = matrix.strangersToEachOther.filter { one, other in line.reads[one].hasRows && line.reads[other].hasRows }
        var seen: [Int: Set<Int64>] = [:]
        for place in Set(pairs.flatMap { [$0.0, $0.1] }).sorted() {
            let identity = suite.identities[place]
            // The smallest hashes, so that of a large table the same rows are compared for all.
            let sql = """
                SELECT pg_catalog.hashtextextended(tableoid::oid::text || ctid::text, 0) FROM \(relation.name)
                ORDER BY 1 LIMIT \(Self.mostCompared)
                """
            do {
                var hashes: Set<Int64> = []
                for row in try await session.ask(sql, settings: identity.localSettings) {
                    hashes.insert(try row.decode(0, as: Int64.self))
                }
                seen[place] = hashes
            } catch  where error.isOfOneStatement {
                matrix.add(
                    relation.table, .warning, .notCompared,
                    "the rows that \(identity.name) sees were not compared with those of other tenants: \(error.withoutValues)")
            }
        }
        for (one, other) in pairs {
            guard let mine = seen[one], let others = seen[other] else { continue }
            let shared = mine.intersection(others).count
            guard shared > 0 else { continue }
            let isWhole = mine.count < Self.mostCompared && others.count < Self.mostCompared
            matrix.add(
                relation.table, .error, .tenantsShareRows,
                "\(suite.identities[one].name) and \(suite.identities[other].name), of different tenants, both see "
                    + "\(isWhole ? "" : "at least ")\(CheckPlan.text(Double(shared))) of the same \(shared == 1 ? "row" : "rows")"
            )
        }
    }
}

extension AccessMatrix.Cell {
    var hasRows: Bool {
        if case .rows(let rows) = self { rows > 0 } else { false }
    }

    /// The cell for a statement that the server refused.
    init(_ error: PostgresError, _ identity: AccessIdentity) {
        switch error.sqlState?.rawValue {
        case "42501":
            // The server's messages are in its language, so that SET ROLE is told from the table by the routine that refuses.
            self =
                error.routine == "call_string_check_hook"
                ? .notJudged(
                    "the connection's role is not a member of \(identity.role); GRANT \(SQL.identifier(identity.role)) to it")
                : .refused
        case "42P17": self = .recurses
        default: self = .notJudged(error.withoutValues)
        }
    }
}
