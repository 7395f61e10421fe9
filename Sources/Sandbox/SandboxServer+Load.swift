package import Foundation
package import PostgresClient

extension SandboxServer {
    /// Loads a file of SQL as `psql -X -f` does, statement by statement, with the data of its COPY and psql's harmless commands.
    ///
    /// Where the server's programs have no psql with a restricted mode, the text goes to the server as it is: that runs no
    /// command of psql's, harmless or not.
    /// - Parameters:
    ///   - file: what is loaded; files that it includes must be below its folder.
    ///   - name: the file's name in errors.
    ///   - database: a scratch database; after an error, a part of the file is in it.
    /// - Throws: ``ScriptError`` with the place, `SandboxError` for what a `.sql` source may not have.
    /// - Returns: the names that PostgreSQL cut, since they are longer than 63 bytes; none where psql was not used.
    @discardableResult
    package func load(_ file: URL, name: String, into database: String) async throws -> [ScriptError] {
        let standsIn = try await PostgresConnection.with(settings.with(database: database)) { try await CronStandIn.isHere($0) }
        let script = try PsqlScript(file, name: name, standsInForCron: standsIn)
        guard FileManager.default.isExecutableFile(atPath: installation.bin + "/psql") else {
            try await loadWithoutPsql(file, name: name, into: database, because: "\(installation) has no psql")
            return []
        }
        var environment = installation.environment(settings.with(database: database))
        // Errors are told apart by their words where PostgreSQL's fields do not say enough.
        environment["PGOPTIONS"] = "-c lc_messages=C -c client_min_messages=notice"
        environment["PGCLIENTENCODING"] = "UTF8"
        let output = try await Program.run(
            installation.command("psql") + [
                "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose", "-o", "/dev/null", "-f", "-",
            ], input: script.text + Array(Self.ending.utf8), environment: environment)
        if !output.succeeded, output.standardError.contains(#/psql:<stdin>:[0-9]+: ERROR:  25001: DISCARD ALL cannot/#) {
            throw ScriptError(
                name: name, line: nil, message: "a transaction that BEGIN opens is never committed, so that nothing of it stays",
                sqlState: nil, advice: "add COMMIT at the end")
        }
        guard !output.succeeded else { return ScriptError.cutNames(output.standardError, script) }
        if output.standardError.contains("invalid command \\restrict") {
            try await loadWithoutPsql(
                file, name: name, into: database, because: "psql of \(installation) is older than August 2025")
            return []
        }
        throw ScriptError(output.standardError, script, name: name)
    }

    /// A statement that PostgreSQL refuses in a transaction block, and that changes nothing but the session that ends here.
    private static let ending = "\n;\nDISCARD ALL;\n"

    private func loadWithoutPsql(_ file: URL, name: String, into database: String, because reason: String) async throws {
        do {
            try await execute(String(decoding: try Data(contentsOf: file), as: UTF8.self), in: database)
        } catch let error as PostgresError {
            throw ScriptError(
                name: name, line: error.line, message: error.message, sqlState: error.sqlState,
                advice: "The data of COPY and psql's commands need a psql with \\restrict next to the scratch server; \(reason).")
        }
    }
}

/// Why a file of SQL does not load.
package struct ScriptError: Error, Sendable, CustomStringConvertible {
    package let name: String
    package let line: Int?
    /// The server's message, or psql's own.
    package let message: String
    package let sqlState: SQLState?
    private let advice: String?

    init(name: String, line: Int?, message: String, sqlState: SQLState?, advice: String?) {
        (self.name, self.line, self.message, self.sqlState, self.advice) = (name, line, message, sqlState, advice)
    }

    /// Reads what psql wrote: `psql:<stdin>:7: ERROR:  42P01: relation "x" does not exist`, lines of detail after it.
    init(_ words: String, _ script: PsqlScript, name: String) {
        let lines = words.split(separator: "\n").map(String.init)
        let isNotice = { (line: String) in line.prefixMatch(of: #/psql:<stdin>:[0-9]+: (NOTICE|WARNING|INFO|LOG|DEBUG): /#) != nil
        }
        guard let first = lines.firstIndex(where: { $0.hasPrefix("psql:<stdin>:") && !isNotice($0) }),
            let match = lines[first].firstMatch(of: #/^psql:<stdin>:([0-9]+): (?:[A-Za-z]+: +)?(?:([0-9A-Z]{5}): )?(.*)$/#),
            let number = Int(match.1), script.places.indices.contains(number - 1)
        else {
            // No connection, for instance: psql says it without a line.
            self.init(name: name, line: nil, message: lines.first ?? "psql failed without a message", sqlState: nil, advice: nil)
            return
        }
        let quoted = lines[(first + 1)...].lazy.compactMap { $0.firstMatch(of: #/^LINE [0-9]+: (.*)$/#).map { String($0.1) } }
            .first
        let place = script.places[Self.line(number - 1, quoting: quoted, script)]
        let hint = lines[(first + 1)...].first { $0.hasPrefix("HINT:") }
        self.init(
            name: place.file, line: place.line, message: String(match.3),
            sqlState: match.2.map { SQLState(rawValue: String($0)) },
            advice: hint.map { $0.dropFirst("HINT:".count).trimmingCharacters(in: .whitespaces) })
    }

    /// The notices of names that PostgreSQL cut.
    fileprivate static func cutNames(_ words: String, _ script: PsqlScript) -> [ScriptError] {
        words.split(separator: "\n").compactMap { line in
            guard let match = line.wholeMatch(of: #/psql:<stdin>:([0-9]+): NOTICE:  42622: (.*)/#), let number = Int(match.1),
                script.places.indices.contains(number - 1)
            else { return nil }
            let place = script.places[number - 1]
            return ScriptError(
                name: place.file, line: place.line, message: String(match.2), sqlState: SQLState(rawValue: "42622"),
                advice: "A name has 63 bytes at most; shorten it.")
        }
    }

    /// psql names the line on which a statement ends; the line that the server quotes is nearer.
    private static func line(_ last: Int, quoting quoted: String?, _ script: PsqlScript) -> Int {
        guard let quoted, let first = script.beginnings[last], first < last else { return last }
        let text = quoted.replacing("...", with: "").trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty else { return last }
        return (first...last).first { script.line($0)?.replacing("\t", with: " ").contains(text) == true } ?? last
    }

    /// The role that the file mentions and the server does not have; nil for any other error.
    package var missingRole: String? {
        guard sqlState == .undefinedObject || sqlState == .invalidParameterValue,
            let match = message.wholeMatch(of: #/role "(.*)" does not exist/#)
        else { return nil }
        return String(match.1)
    }

    package var description: String {
        "\(name)\(line.map { ":\($0)" } ?? ""): \(message)" + (sqlState.map { " (\($0.rawValue))" } ?? "")
            + (advice.map { ". \($0)" } ?? "")
    }
}
