import Foundation
import Testing

/// Mistakes do not compile, and the first error says the mistake; the same declaration without the mistake compiles.
@Suite struct CompilerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let right: String
        let wrong: String
        let error: String
        let source: @Sendable (String) -> String
        var testDescription: String { name }
    }

    static let table = """
        import SchemaDSL
        final class Conversations: Table, Sendable {
            let id = Column("id", .bigint).primaryKey()
            let status = Column("status", .text).notNull()
            let score = Column("score", .integer)
            var body: TableBody {
                BODY
            }
        }
        let conversations = Conversations()

        """

    private static func inBody(_ name: String, _ right: String, _ wrong: String, _ error: String) -> Case {
        Case(name: name, right: right, wrong: wrong, error: error) { table.replacing("BODY", with: $0) }
    }

    private static func afterTable(
        _ name: String, _ right: String, _ wrong: String, _ error: String, _ code: String
    ) -> Case {
        Case(name: name, right: right, wrong: wrong, error: error) {
            table.replacing("BODY", with: "TableComment(\"none\")") + code.replacing("HERE", with: $0)
        }
    }

    static let cases: [Case] = [
        inBody("index", "Index(\"i\", on: status)", "Index(\"i\", on: statsu)", "cannot find 'statsu' in scope"),
        inBody(
            "descending key", "Index(\"i\", on: score.descending)", "Index(\"i\", on: scroe.descending)",
            "cannot find 'scroe' in scope"),
        inBody(
            "policy", "Policy(\"p\", using: Predicate(sql: \"\\(status) = current_user\"))",
            "Policy(\"p\", using: Predicate(sql: \"\\(statsu) = current_user\"))", "cannot find 'statsu' in scope"),
        inBody(
            "check", "Check(status.in(\"open\"))", "Check(statsu.in(\"open\"))", "cannot find 'statsu' in scope"),
        inBody(
            "range of a text", "Check(score.between(0...100))", "Check(status.between(0...100))",
            "conform to 'Ordered'"),
        inBody(
            "list of a number", "Check(score.in(1, 2))", "Check(score.in(\"a\"))", "cannot convert value of type 'String'"),
        inBody(
            "reference to another type", "ForeignKey(id, references: conversations.id)",
            "ForeignKey(id, references: conversations.score)", "cannot convert value of type 'Column<Int32>'"),
        afterTable(
            "view", "conversations.status", "conversations.statsu", "has no member 'statsu'",
            """
            final class Open: View, Sendable {
                var query: SQLFragment { "SELECT \\(HERE) FROM \\(conversations)" }
            }
            """),
        afterTable(
            "function", "conversations.score", "conversations.scores", "has no member 'scores'",
            "let f = Function(\"f\", returns: .void, body: \"SELECT \\(HERE) FROM \\(conversations)\")"),
        afterTable(
            "cron job", "conversations", "conversation", "cannot find 'conversation' in scope",
            "let job = CronJob(\"j\", schedule: \"* * * * *\", command: \"VACUUM \\(HERE)\")"),
        afterTable(
            "unquoted text", "literal: name", "name", "write \\(literal: …) for a value, or \\(identifier: …) for a name",
            "let name = \"x\"\nlet fragment: SQLFragment = \"SELECT \\(HERE)\""),
        afterTable(
            "label of an enum", ".open", ".opne", "reference to member 'opne'",
            """
            enum State: String, SQLEnum { case open, closed; static let type = EnumType(State.self) }
            let state = Column("state", .enum(State.self)).default(HERE)
            """),
        afterTable(
            "name of a type", ".integer", ".int", "'int' has been renamed to 'integer'", "let n = Column(\"n\", HERE)"),
        afterTable(
            "type of another database", ".text", ".string", "'string' has been renamed to 'text'",
            "let n = Column(\"n\", HERE).notNull()"),
        afterTable(
            "reference in a chain", ".bigint", ".integer", "a foreign key refers to a column of the same type",
            "let n = Column(\"n\", HERE).notNull().references(conversations.id)"),
        afterTable(
            "default of a time", ".now", "\"now()\"", "write .default(.now)",
            "let n = Column(\"n\", .timestamptz).default(HERE)"),
        inBody("check in SQL", "Check(sql: \"score > 0\")", "Check(\"score > 0\")", "write Check(sql: "),
        inBody("column in the body", "Index(on: score)", "score", "a column is a stored property of the class"),
        afterTable(
            "table as a struct", "final class Tag: Table, Sendable", "struct Tag: Table, Sendable",
            "non-class type 'Tag' cannot conform to class protocol 'Table'", "HERE { let id = Column(\"id\", .bigint) }"),
        afterTable(
            "type instead of a table", "conversations", "Conversations.self",
            "cannot convert value of type 'Conversations.Type' to expected element type 'any Table'",
            "let schema = Schema(\"app\", tables: [HERE])"),
        afterTable(
            "default of another type", "0", "\"zero\"", "write the number without quotes",
            "let n = Column(\"n\", .integer).default(HERE)"),
    ]

    @Test(arguments: cases)
    func mistake(_ example: Case) throws {
        let right = try typecheck(example.source(example.right))
        #expect(right.status == 0, "the corrected twin must compile:\n\(right.output)")
        let wrong = try typecheck(example.source(example.wrong))
        #expect(wrong.status != 0)
        let first = wrong.output.split(separator: "\n").first { $0.contains("error: ") } ?? ""
        #expect(first.contains(example.error), "\(wrong.output)")
    }

    private func typecheck(_ source: String) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "Snippet.swift")
        try source.write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swiftc", "-typecheck", "-swift-version", "6", "-parse-as-library", "-I", try modules().path, file.path,
        ]
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// The folder of built modules, beside the test binary.
    private func modules() throws -> URL {
        var folder = Bundle(for: Marker.self).bundleURL
        for _ in 0..<5 {
            let candidate = folder.appending(path: "Modules")
            if FileManager.default.fileExists(atPath: candidate.appending(path: "SchemaDSL.swiftmodule").path) {
                return candidate
            }
            folder.deleteLastPathComponent()
        }
        return try #require(nil as URL?, "no folder of built modules above the test bundle")
    }

    private final class Marker {}
}
