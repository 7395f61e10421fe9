import Foundation
import SchemaImport
import Testing

@testable import Plumbline

/// Names that PostgreSQL allows and Swift, file systems or string literals do not.
@Suite("plumb import of hostile names")
struct HostileImportTests {
    private static let names = [
        "select", "Class", "Type", "self", "Self", "init", "body", "table", "name", "String", "Column", "Plumbline", "database",
        "a-b", "a_b", "aB", "a b", "🦄", "qu\"ote", "new\nline", "cr\rx", "tab\tx", "'; DROP TABLE x; --", "\\(x)", "*/", "#if",
        "..", "../../x", "_", "1st", "Enums", "ENUMS", "RawSQL", "main", "\u{202e}rtl", "שלום", "日本",
        String(repeating: "é", count: 31),
    ]

    private static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
    private static func literal(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

    private static let schema: String = {
        var lines = ["a", "b", "a/b", "a-b", "Swift", "1st"].flatMap { name in
            [
                "CREATE SCHEMA \(quoted(name));", "CREATE TYPE \(quoted(name)).s AS ENUM ('x', '', 'in it', 'in_it', 'self');",
                "CREATE DOMAIN \(quoted(name)).d AS text DEFAULT E'a\\tb'; CREATE SEQUENCE \(quoted(name)).q;",
                "CREATE FUNCTION \(quoted(name)).main() RETURNS int LANGUAGE sql AS 'SELECT 1';",
            ]
        }
        for name in names {
            let table = "a.\(quoted(name))"
            lines += [
                "CREATE TABLE \(table) (id int PRIMARY KEY, \"body\" text DEFAULT \(literal(name + "\"\"\" \\(x)")), \"table\" a.s);",
                "COMMENT ON TABLE \(table) IS \(literal(name + " \"\"\"#\n*/"));",
                "CREATE INDEX ON \(table) (lower(\"body\")) WHERE \"body\" <> \(literal(name));",
                "CREATE VIEW b.\(quoted(name)) AS SELECT \"body\" AS \(quoted(name)) FROM \(table);",
            ]
        }
        lines.append("CREATE TABLE a.everything (\(names.map { "\(quoted($0)) a.s" }.joined(separator: ", ")));")
        lines += [
            "CREATE TABLE a.p (k text) PARTITION BY LIST (k); CREATE TABLE a.\"p/1\" PARTITION OF a.p DEFAULT;",
            "CREATE TABLE b.\"p-1\" PARTITION OF a.p FOR VALUES IN ('x');",
            "CREATE TABLE a.\"\u{e9}\" (id int); CREATE TABLE a.\"e\u{301}\" (other text);",
        ]
        return lines.joined(separator: "\n")
    }()

    @Test("it compiles and matches; a name that only its Unicode form tells from another is named")
    func compiles() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("schema.sql", Self.schema)
            let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path
            let run = try await folder.plumb("import", "schema.sql", "--name", "shop", "--plumbline", repository)
            #expect(run.status == 0 && run.output.contains("matches the source"), "\(run.all)")
            #expect(run.errors.contains("only in the Unicode normal form"), "\(run.errors)")
            let sources = folder.root.appending(path: "shop/Sources/ShopSchema")
            let compiled = try await Self.typecheck(sources, in: folder)
            #expect(compiled == "")
        }
    }

    /// What the compiler says of the declaration, as a module of another package.
    private static func typecheck(_ sources: URL, in folder: EmptyFolder) async throws -> String {
        var files: [String] = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path).sorted() where path.hasSuffix(".swift") {
            let file = sources.appending(path: path)
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacing("import Plumbline\n", with: "import SchemaDSL\n").write(
                to: file, atomically: true, encoding: .utf8)
            files.append(file.path)
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["swiftc", "-typecheck", "-swift-version", "6", "-parse-as-library", "-I", try modules().path] + files
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? "" : String(decoding: output, as: UTF8.self)
    }

    private final class Marker {}

    private static func modules() throws -> URL {
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

    @Test("a first import that cannot be written leaves nothing behind")
    func nothingHalfWritten() async throws {
        try await EmptyFolder.with { folder in
            let root = folder.root.appending(path: "shop")
            let files = [
                ImportedFile(path: "Sources/a.swift", text: ""), ImportedFile(path: "Sources/a.swift/b.swift", text: ""),
            ]
            #expect(throws: CommandError.self) { try GeneratedFolder(root: root).write(files, once: []) }
            #expect(!folder.exists("shop"))
        }
    }
}
