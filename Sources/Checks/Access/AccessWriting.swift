import PostgresClient
import SchemaModel

/// The commands that write.
enum AccessWrite: String {
    case insert, update, delete
}

/// Writes to one table of the scratch copy as an identity, and takes it back.
struct AccessWriting {
    let connection: PostgresConnection
    let table: AccessTrialTable
    /// Where each row is.
    let places: [Int64: String]

    /// The result of a command: the cell, and the rows that were reached.
    struct Outcome {
        let cell: AccessMatrix.Cell
        var rows: Set<Int64> = []

        static func reached(_ rows: Set<Int64>) -> Outcome { Outcome(cell: .rows(rows.count), rows: rows) }
    }

    static func places(
        _ connection: PostgresConnection, _ table: AccessTrialTable
    ) async throws(PostgresError) -> [Int64: String] {
        let rows = try await connection.query(
            "SELECT \(AccessTrial.row), tableoid::oid::text || ctid::text FROM \(table.name) WHERE \(AccessTrial.row) IS NOT NULL"
        )
        var places: [Int64: String] = [:]
        for row in rows { places[try row.decode(0)] = try row.decode(1, as: String.self) }
        return places
    }

    /// Inserts rows that are there, each after it was taken away.
    func insert(_ identity: AccessIdentity, _ insertable: [String]) async throws(PostgresError) -> Outcome {
        let columns = table.columns.filter { !$0.isGenerated && insertable.contains($0.name) }.map { SQL.identifier($0.name) }
            .joined(separator: ", ")
        guard !columns.isEmpty else { return Outcome(cell: .refused) }
        let copies = try await connection.query(
            "SELECT \(AccessTrial.row), to_jsonb(t)::text FROM \(table.name) AS t ORDER BY 1 LIMIT \(AccessTrial.mostInserts)")
        var reached: Set<Int64> = []
        var reason: String?
        for copy in copies {
            let number: Int64 = try copy.decode(0)
            let sql = """
                INSERT INTO \(table.name) (\(columns)) OVERRIDING SYSTEM VALUE
                SELECT \(columns) FROM jsonb_populate_record(NULL::\(table.name), \(SQL.literal(copy.text(1) ?? ""))::jsonb)
                """
            let refusal = try await run(sql, identity, without: "= \(number)")
            switch refusal.map({ AccessRefusal($0, identity) }) {
            case nil: reached.insert(number)
            case .policy: continue
            case .cell(.notJudged(let text)): reason = text
            case .cell(let cell): return Outcome(cell: cell)
            }
        }
        if reached.isEmpty, let reason { return Outcome(cell: .notJudged(reason)) }
        return .reached(reached)
    }

    /// Changes a column that no policy reads, in every row.
    func update(
        _ identity: AccessIdentity, _ updatable: [String], besides policyColumns: Set<String>
    ) async throws(PostgresError) -> Outcome {
        guard !updatable.isEmpty else { return Outcome(cell: .refused) }
        let column =
            updatable.contains(AccessTrial.mark)
            ? AccessTrial.mark
            : table.columns.first {
                updatable.contains($0.name) && !policyColumns.contains($0.name) && $0.isNullable && !$0.isGenerated
            }?.name
        guard let column else {
            return Outcome(cell: .notJudged("\(identity.role) may update only columns that cannot be set to NULL to try it"))
        }
        return try await write("UPDATE \(table.name) SET \(SQL.identifier(column)) = NULL", identity)
    }

    func delete(_ identity: AccessIdentity, _ mayDelete: Bool) async throws(PostgresError) -> Outcome {
        guard mayDelete else { return Outcome(cell: .refused) }
        return try await write("DELETE FROM \(table.name)", identity)
    }

    /// Runs a statement on the whole table; on each row alone where one of them is refused.
    private func write(_ sql: String, _ identity: AccessIdentity) async throws(PostgresError) -> Outcome {
        var reached: Set<Int64> = []
        guard let refusal = try await run(sql, identity, without: nil, changed: { reached = $0 }) else {
            return .reached(reached)
        }
        switch AccessRefusal(refusal, identity) {
        case .cell(let cell): return Outcome(cell: cell)
        case .policy: break
        }
        for number in places.keys.sorted() {
            var changed: Set<Int64> = []
            let refusal = try await run(sql, identity, without: "<> \(number)", changed: { changed = $0 })
            if refusal == nil, changed.contains(number) { reached.insert(number) }
        }
        return .reached(reached)
    }

    /// Runs a statement as an identity and takes it back; the error when the server refuses it.
    /// - Parameters:
    ///   - without: The rows that are taken away before, as a comparison of their number.
    ///   - changed: Gets the rows that are gone or have another place afterward.
    private func run(
        _ sql: String, _ identity: AccessIdentity, without: String?, changed: ((Set<Int64>) -> Void)? = nil
    ) async throws(PostgresError) -> PostgresError? {
        try await connection.run(script: "SAVEPOINT plumbline_access")
        var refusal: PostgresError?
        do {
            if let without { try await connection.run(script: "DELETE FROM \(table.name) WHERE \(AccessTrial.row) \(without)") }
            let settings = identity.localSettings.map { "SET LOCAL \($0)" }.joined(separator: "; ")
            try await connection.run(script: settings)
            try await connection.query(sql, [])
            if let changed {
                try await connection.run(script: "RESET ROLE")
                let now = try await Self.places(connection, table)
                changed(Set(places.filter { now[$0.key] != $0.value }.keys))
            }
        } catch  where error.isOfOneStatement {
            refusal = error
        }
        try await connection.run(script: "ROLLBACK TO SAVEPOINT plumbline_access; RELEASE SAVEPOINT plumbline_access")
        return refusal
    }
}

/// Why a statement that writes was refused.
private enum AccessRefusal {
    /// A policy does not accept the row.
    case policy
    case cell(AccessMatrix.Cell)

    init(_ error: PostgresError, _ identity: AccessIdentity) {
        self = error.isOfRowSecurity ? .policy : .cell(AccessMatrix.Cell(error, identity))
    }
}
