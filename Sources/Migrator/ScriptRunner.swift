import PostgresClient
import Sandbox

/// Runs the items of a migration file as psql would: statements, `\gset`, `\gexec` and `\if`.
struct ScriptRunner {
    let connection: PostgresConnection
    private(set) var variables: [String: String] = [:]
    /// The statement that runs, or failed.
    private(set) var current: MigrationScript.Statement?

    /// The role that the statements run as, by SET ROLE or SET SESSION AUTHORIZATION; nil for the role that connected.
    private(set) var actingRole: String?

    /// Is told of the transactions that statements begin and end.
    var observer: (any SectionWatching)?

    init(_ connection: PostgresConnection) { self.connection = connection }

    /// How many statements go to the server at once.
    private static let batch = 100

    /// - Parameter inTransaction: whether plain statements stand in a transaction, so that many can be sent at once.
    /// - Throws: `PostgresError`; ``current`` is the statement that failed.
    mutating func run(_ items: [MigrationScript.Item], inTransaction: Bool) async throws {
        var waiting: [MigrationScript.Statement] = []
        for item in items {
            switch item {
            case .statement(let statement) where statement.ending == .plain && inTransaction && !statement.boundsTransaction:
                waiting.append(statement)
                if waiting.count == Self.batch { try await flush(&waiting) }
            case .statement(let statement):
                try await flush(&waiting)
                try await run(statement)
            case .branch(let branch):
                try await flush(&waiting)
                try await run(isTrue(branch.variable) ? branch.then : branch.otherwise, inTransaction: inTransaction)
            case .include, .mark: break
            }
        }
        try await flush(&waiting)
    }

    func isTrue(_ variable: String) -> Bool { variables[variable].map { ["t", "true", "on", "1", "yes"].contains($0) } ?? false }

    private mutating func flush(_ waiting: inout [MigrationScript.Statement]) async throws {
        guard !waiting.isEmpty else { return }
        let statements = waiting
        waiting = []
        current = statements.first
        try await observe { try await $0.willSend(connection) }
        var queries: [PostgresQuery] = []
        for statement in statements {
            queries.append(PostgresQuery(try await CronStandIn.replaced(statement.sql, connection)))
        }
        do {
            _ = try await connection.pipeline(queries)
        } catch {
            if let index = error.queryIndex, statements.indices.contains(index) {
                current = statements[index]
                for statement in statements[..<index] { noteRole(statement) }
            }
            // The line of the file says which statement it was.
            var error = error
            error.queryIndex = nil
            throw error
        }
        for statement in statements { noteRole(statement) }
    }

    private mutating func run(_ statement: MigrationScript.Statement) async throws {
        current = statement
        try await observe { try await $0.willSend(connection) }
        if statement.boundsTransaction, statement.canonical.uppercased() == "COMMIT" {
            try await observe { try await $0.willCommit(connection) }
        }
        switch statement.ending {
        case .plain: try await connection.query(try await CronStandIn.replaced(statement.sql, connection))
        case .gset:
            let rows = try await connection.query(statement.sql)
            // psql leaves the variables as they are where there is not one row.
            guard rows.count == 1, let row = rows.first else { return }
            for (index, name) in rows.columns.enumerated() { variables[name.name] = row.text(index) ?? "" }
        case .gexec:
            let rows = try await connection.query(statement.sql)
            for row in rows {
                for index in rows.columns.indices {
                    if let sql = row.text(index) { try await connection.run(script: sql) }
                }
            }
        }
        noteRole(statement)
        if statement.boundsTransaction, statement.canonical.uppercased() == "BEGIN" {
            try await observe { try await $0.hasBegun(connection) }
        }
    }

    /// Remembers whom the next statements run as, for the explanation of an error.
    private mutating func noteRole(_ statement: MigrationScript.Statement) {
        var words = statement.canonical.split(separator: " ").map { $0.uppercased() }
        if words.count > 2, words[0] == "SET", words[1] == "LOCAL" || words[1] == "SESSION", words[2] != "AUTHORIZATION" {
            words.remove(at: 1)
        }
        let isReset = words.first == "RESET"
        guard isReset || words.first == "SET" else {
            if statement.boundsTransaction, words.first == "COMMIT" { actingRole = nil }
            return
        }
        guard words.starts(with: ["ROLE"], after: 1) || words.starts(with: ["SESSION", "AUTHORIZATION"], after: 1) else { return }
        let ends = isReset || words.last == "NONE" || words.last == "DEFAULT"
        actingRole = ends ? nil : statement.canonical.split(separator: " ").last.map(String.init)
    }

    private func observe(_ look: (any SectionWatching) async throws -> Void) async throws {
        if let observer { try await look(observer) }
    }
}

extension MigrationScript.Statement {
    /// True when it begins or ends a transaction, and is sent by itself.
    var boundsTransaction: Bool { ["BEGIN", "COMMIT"].contains(canonical.uppercased()) }
}

extension [String] {
    fileprivate func starts(with words: [String], after count: Int) -> Bool { dropFirst(count).starts(with: words) }
}
