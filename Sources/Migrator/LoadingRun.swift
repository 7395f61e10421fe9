import PostgresClient
import Sandbox
import SchemaModel

/// One thing to load into a scratch database: statements in order, and how to explain that one of them fails.
struct LoadingStep {
    var statements: [String]
    let explain: (any Error) -> MigrationError
}

/// Loads a declaration into a scratch database.
///
/// A declaration does not always say what needs what: a default in SQL can call a function that is created later, a column can have a
/// type that raw SQL makes. So a statement that fails is tried again after the others, as long as that helps.
struct LoadingRun {
    private let connection: PostgresConnection

    init(_ connection: PostgresConnection) { self.connection = connection }

    func run(_ steps: [LoadingStep]) async throws {
        var waiting = steps
        while !waiting.isEmpty {
            var failed: [LoadingStep] = []
            var firstError: MigrationError?
            var progress = false
            for step in waiting {
                let rest = try await run(step) { error in
                    if firstError == nil { firstError = step.explain(error) }
                }
                if rest.count < step.statements.count { progress = true }
                if !rest.isEmpty { failed.append(LoadingStep(statements: rest, explain: step.explain)) }
            }
            if !progress, let firstError { throw firstError }
            waiting = failed
        }
    }

    /// The statements from the first one on that fails.
    private func run(_ step: LoadingStep, failed: (any Error) -> Void) async throws -> [String] {
        for (index, statement) in step.statements.enumerated() {
            do {
                try await runCreatingRoles(statement)
            } catch {
                guard !error.endsConnection else { throw error }
                failed(error)
                return Array(step.statements[index...])
            }
        }
        return []
    }

    private func runCreatingRoles(_ statement: String) async throws(PostgresError) {
        var created: Set<String> = []
        while true {
            do {
                try await CronStandIn.run(script: statement, connection)
                return
            } catch {
                guard let role = error.missingRole, created.insert(role).inserted else { throw error }
                try await ScratchRoles.create(role, connection)
            }
        }
    }
}

extension ScratchRoles {
    /// Creates a role that the server does not have.
    static func ensure(_ role: String, _ connection: PostgresConnection) async throws {
        let found = try await connection.query("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1", [role])
        if found.isEmpty { try await create(role, connection) }
    }

    /// Creates a role that nobody can log in as. Another session may create it at the same time.
    static func create(_ role: String, _ connection: PostgresConnection) async throws(PostgresError) {
        do {
            try await connection.run(script: "CREATE ROLE \(SQL.identifier(role)) NOLOGIN")
        } catch {
            guard error.sqlState == .duplicateObject || error.sqlState == .uniqueViolation else { throw error }
        }
    }
}

extension MigrationRunner {
    /// Runs a file in a scratch database. A role that it names and the server does not have is created: the file may be older than the
    /// declaration, which does not name the role anymore.
    @discardableResult
    func replay(_ file: MigrationFile, _ connection: PostgresConnection) async throws -> Outcome {
        var created: Set<String> = []
        while true {
            do {
                return try await run(file)
            } catch let error as MigrationError {
                guard let role = (error.cause as? PostgresError)?.missingRole, created.insert(role).inserted else { throw error }
                try await ScratchRoles.create(role, connection)
            }
        }
    }
}

extension PostgresError {
    /// The role that the server does not know. For SET ROLE and SET SESSION AUTHORIZATION, a name is the value of a setting.
    var missingRole: String? {
        guard sqlState == .undefinedObject || sqlState == .invalidParameterValue,
            let match = message.wholeMatch(of: #/role "(.*)" does not exist/#)
        else { return nil }
        return String(match.1)
    }
}
