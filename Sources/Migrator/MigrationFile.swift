import Foundation

/// One migration file: a header for people, and the steps that both `plumb apply` and `psql -f` run.
public struct MigrationFile: Sendable, Hashable {
    /// Whether it goes forward or back.
    public enum Direction: String, Sendable, Hashable, Codable {
        case forward, rollback
    }

    /// A unit that runs by itself: a question whether there is anything to do, and what to do then.
    public struct Unit: Sendable, Hashable {
        /// From 0 (the ledger) up.
        public let number: Int
        public let title: String
        /// An SQL expression that is true while there is something to do.
        public let todo: String
        /// Each is sent to the server by itself: one transaction, or one statement that cannot stand in one.
        public let chunks: [String]
        /// The line of the file that it starts on.
        public let line: Int

        /// Whether it is a statement that works beside others, outside a transaction, and waits for them.
        var isConcurrent: Bool { chunks.first == MigrationFile.concurrentWait }
    }

    public let number: Int
    public let name: String
    public let database: String
    public let direction: Direction
    /// SHA-256 of all that follows the header, as the header says it and as it is.
    public let recordedChecksum: String
    public let checksum: String
    /// Fingerprints of the schema before and after.
    public let before: String
    public let after: String
    /// Settings that hold for the whole file, one chunk.
    public let settings: String
    public let units: [Unit]
    public let path: String

    public var label: String { "\(Self.padded(number))_\(name)" }

    public static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
}

extension MigrationFile {
    /// A concurrent build waits for old transactions, and each such wait counts against `lock_timeout`: a short one would break
    /// the build off whenever somebody has a transaction open, none would let it wait without end. It blocks nobody meanwhile.
    static let concurrentWait = "SET lock_timeout = '10min';\n"

    static let endOfHeader = "-- plumb:header-ends\n"
    static let nextChunk = "-- plumb:next"
    /// What ends a query whose rows are statements to run, each by itself.
    static let generated = "\\gexec\n"
    /// The first line after the header, where a text in the file looks like a mark: what the marks of this file begin with.
    static let marks = "-- plumb:marks "
    /// What psql puts the checksum in for; the header sets it, since a file cannot hold its own digest.
    static let checksumVariable = ":'plumb_checksum'"

    /// Reads a file that ``MigrationWriter`` wrote.
    /// - Throws: ``MigrationError`` with file and line, when it is not one.
    public init(text: String, path: String) throws {
        self.path = path
        guard let end = text.range(of: MigrationFile.endOfHeader) else {
            if text.contains("\r\n") {
                throw MigrationError(
                    .malformed,
                    "\(path): has the line ends of Windows, with which its checksum cannot hold. Write `migrations/** -text` and "
                        + "`rollback/** -text` into .gitattributes, then restore the files from git")
            }
            throw MigrationError(
                .malformed, "\(path): no line `-- plumb:header-ends`; this is not a file that `plumb generate` wrote")
        }
        let header = text[..<end.lowerBound]
        let body = String(text[end.upperBound...])
        func field(_ key: String) throws -> String {
            let prefix = "-- \(key): "
            guard let line = header.split(separator: "\n").first(where: { $0.hasPrefix(prefix) }) else {
                throw MigrationError(.malformed, "\(path): the header has no line `\(prefix)…`")
            }
            return line.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces)
        }
        let migration = try field("migration").split(separator: "_", maxSplits: 1)
        guard let first = migration.first, let number = Int(first), migration.count == 2,
            let direction = Direction(rawValue: try field("direction"))
        else { throw MigrationError(.malformed, "\(path): the header names no migration and direction") }
        self.number = number
        name = String(migration[1])
        database = try field("database")
        self.direction = direction
        recordedChecksum = try field("checksum")
        before = try field("from")
        after = try field("to")
        checksum = Checksum.sha256(body)
        let headerLines = text[..<end.upperBound].count { $0 == "\n" }
        (settings, units) = try MigrationFile.parse(body, path: path, firstLine: headerLines + 1)
    }

    static func parse(_ body: String, path: String, firstLine: Int) throws -> (String, [Unit]) {
        var parser = MigrationFileParser(body, path: path)
        for (offset, line) in body.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            try parser.read(line, at: firstLine + offset)
        }
        return try parser.finish()
    }
}
