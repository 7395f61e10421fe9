package import PostgresClient
import SchemaModel

/// Creates and drops the stand-in for pg_cron where a statement says CREATE or DROP EXTENSION pg_cron.
///
/// PostgreSQL creates the extension in one database of a server only, and never in a scratch database. There the objects of
/// ``Prelude/cronStub`` become its members instead.
package enum CronStandIn {
    /// Runs a statement; one that creates or drops pg_cron as its stand-in, if the database has that.
    package static func run(script: String, _ connection: PostgresConnection) async throws(PostgresError) {
        try await connection.run(script: try await replaced(script, connection))
    }

    /// The statement itself, or the one that does the same with the stand-in, if the database has that.
    package static func replaced(_ sql: String, _ connection: PostgresConnection) async throws(PostgresError) -> String {
        guard let other = replacement(for: Array(sql.utf8)) else { return sql }
        return try await isHere(connection) ? other : sql
    }

    static func isHere(_ connection: PostgresConnection) async throws(PostgresError) -> Bool {
        try await connection.query("SELECT to_regprocedure('cron.stub_create_extension(boolean)') IS NOT NULL").first?.text(0)
            == "t"
    }

    /// What does the same with the stand-in as a statement that creates or drops pg_cron alone; nil for any other statement.
    static func replacement(for statement: [UInt8]) -> String? {
        var lexer = PsqlLexer(statement)
        var words: [String] = []
        while words.count < 7, let token = lexer.next(), token.kind != .semicolon {
            switch token.kind {
            case .blank, .comment: continue
            case .word: words.append(lexer.word(token))
            case .quoted: words.append(String(decoding: statement[token.range], as: UTF8.self))
            case .semicolon, .open, .close, .command, .other: words.append("other")
            }
        }
        /// True where the condition is there, and nil where the statement is not about pg_cron alone.
        func isGuarded(by condition: [String]) -> Bool? {
            let rest = words.dropFirst(2)
            let isGuarded = rest.starts(with: condition)
            let name = rest.dropFirst(isGuarded ? condition.count : 0)
            guard let first = name.first, first == "pg_cron" || first == "\"pg_cron\"", name.dropFirst().first != "other" else {
                return nil
            }
            return isGuarded
        }
        if words.starts(with: ["create", "extension"]) {
            return isGuarded(by: ["if", "not", "exists"]).map { "CALL cron.stub_create_extension(\($0))" }
        }
        if words.first == "call",
            String(decoding: statement, as: UTF8.self).contains(MigrationConvention.dropUnusedExtension("pg_cron"))
        {
            return "CALL cron.stub_drop_extension(true)"
        }
        if words.starts(with: ["drop", "extension"]) {
            return isGuarded(by: ["if", "exists"]).map { "CALL cron.stub_drop_extension(\($0))" }
        }
        return nil
    }
}
