#if Lint
import Foundation
import Lint
import Migrator

/// Reads what `plumb lint` is given.
enum LintFiles {
    private static let markdown: Set<String> = ["md", "markdown", "mdx"]

    /// The sources that the arguments name; folders with all that is below them, in the order of their paths.
    static func sources(_ arguments: [String]) throws -> [LintSource] {
        try arguments.flatMap { argument -> [LintSource] in
            if argument == "-" {
                let data = try FileHandle.standardInput.readToEnd() ?? Data()
                return [LintSource(path: "<stdin>", bytes: [UInt8](data))]
            }
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: argument, isDirectory: &isDirectory) else {
                throw CommandError("there is no file or folder `\(argument)` to lint")
            }
            guard isDirectory.boolValue else { return [try source(argument)] }
            let found = try folder(argument).filter { try !isHistory($0) }
            guard !found.isEmpty else { throw CommandError("the folder `\(argument)` holds no .sql and no .md file") }
            return try found.map { try source($0) }
        }
    }

    /// The files of SQL and Markdown below a folder.
    static func folder(_ path: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        return names.filter { name in
            let kind = (name as NSString).pathExtension.lowercased()
            return (kind == "sql" || markdown.contains(kind)) && !name.split(separator: "/").contains { $0.hasPrefix(".") }
        }.sorted().map { "\(base)/\($0)" }
    }

    /// True for the file that migrations include: nobody writes it, and each release of Plumbline lints its own.
    private static func isHistory(_ path: String) throws -> Bool {
        guard (path as NSString).lastPathComponent == MigrationProject.historyFileName else { return false }
        return try Data(contentsOf: URL(filePath: path)).starts(with: Data("-- Plumbline, release ".utf8))
    }

    private static func source(_ path: String) throws -> LintSource {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let kind = (path as NSString).pathExtension.lowercased()
        // A text that is fenced like Markdown is Markdown, whatever its name says.
        let isMarkdown = markdown.contains(kind) || (kind != "sql" && String(decoding: bytes, as: UTF8.self).contains("```sql"))
        return LintSource(path: path, bytes: bytes, isMarkdown: isMarkdown)
    }
}
#endif
