package import SchemaModel

/// Something to lint: a file, or what a declaration says.
package struct LintSource: Sendable {
    /// Which rules apply.
    package enum Role: Sendable, Hashable {
        /// SQL that people bring: every rule.
        case script
        /// A migration of ours: only how it changes things. What results is judged at the declaration.
        case generated
        /// The statements that a declaration amounts to: only what results. Nothing is locked by it.
        case declaration
        /// Objects that exist before and that nobody may change: no rule.
        case background
    }

    /// A statement of a declaration, and the line of Swift that it comes from.
    package struct Unit: Sendable {
        package var sql: String
        package var location: SourceLocation?

        package init(sql: String, location: SourceLocation?) {
            self.sql = sql
            self.location = location
        }
    }

    /// The path that is shown.
    package let path: String
    package let role: Role
    let text: String
    /// Each is a script of its own: the blocks of a Markdown file, or the whole file.
    let sections: [Range<Int>]
    let isUTF8: Bool
    /// Markdown: what it makes is nobody else's.
    let isDocument: Bool
    /// The migrations that it is one of, and its number there.
    let migration: Migration?
    let units: [Unit]
    let locate: (@Sendable (Subject) -> SourceLocation?)?
    /// The Swift files of the declaration, by path, for their ignores.
    let files: [String: String]

    /// A file of SQL, or of Markdown with blocks of SQL.
    package init(path: String, bytes: [UInt8], isMarkdown: Bool = false, role: Role = .script) {
        self.path = path
        self.role = role
        // Editors of Windows write a byte order mark; psql reads it over.
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let bytes = isMarked ? Array(bytes.dropFirst(3)) : bytes
        let text = String(decoding: bytes, as: UTF8.self)
        isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        isDocument = isMarkdown
        migration = isMarkdown ? nil : Migration(path: path)
        self.text = text
        sections = isMarkdown ? Markdown.sqlBlocks(Array(text.utf8)) : [0..<text.utf8.count]
        units = []
        locate = nil
        files = [:]
    }

    /// The statements of a declaration, in an order in which PostgreSQL would take them.
    ///
    /// - Parameters:
    ///   - files: the texts of the Swift files, by path, for their ignores.
    ///   - locate: finds the line of Swift that declared a part, such as a column.
    package init(
        declaration: String, units: [Unit], files: [String: String] = [:], role: Role = .declaration,
        locate: @escaping @Sendable (Subject) -> SourceLocation?
    ) {
        path = declaration
        self.role = role
        text = ""
        sections = []
        isUTF8 = true
        isDocument = false
        migration = nil
        self.units = units
        self.locate = locate
        self.files = files
    }
}

/// A file that runs after those with lower numbers in the same folder.
struct Migration: Hashable {
    let folder: String
    let number: Int

    /// Nil for a file that says by its folder's name or its own that it is anything else, such as the way back.
    init?(path: String) {
        let parts = path.lowercased().split(separator: "/")
        guard let file = parts.last, parts.dropLast().contains(where: { $0.contains("migrat") }) else { return nil }
        let words = file.split { !$0.isLetter && !$0.isNumber }
        guard !words.contains(where: { ["down", "undo", "rollback", "revert"].contains($0) }) else { return nil }
        guard let number = Int(file.trimmingPrefix("v").prefix(while: \.isNumber)) else { return nil }
        folder = parts.dropLast().joined(separator: "/")
        self.number = number
    }

    /// True when another one ran before.
    func follows(_ other: Migration) -> Bool { folder == other.folder && number > other.number }
}

/// The subject of a finding, in the words of the catalog.
package struct Subject: Hashable, Sendable {
    package var schema: String?
    /// A relation, function, type or job.
    package var name: String
    /// A column, constraint, policy or trigger of it.
    package var part: String?

    package init(schema: String?, name: String, part: String? = nil) {
        self.schema = schema
        self.name = name
        self.part = part
    }
}

/// Finds the blocks of SQL in a Markdown file.
enum Markdown {
    private static let languages: Set<String> = ["sql", "postgresql", "postgres", "pgsql", "psql", "plpgsql"]

    /// The ranges between the fences of each block whose language is SQL.
    static func sqlBlocks(_ bytes: [UInt8]) -> [Range<Int>] {
        var blocks: [Range<Int>] = []
        var place = 0
        var open: (fence: [UInt8], start: Int?)?
        while place < bytes.count {
            let lineEnd = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[place..<lineEnd].drop { $0 == 0x20 || $0 == 0x09 }
            let mark = line.first == UInt8(ascii: "`") || line.first == UInt8(ascii: "~") ? line.first : nil
            let fence = Array(line.prefix { $0 == mark })
            if let current = open {
                let rest = line.dropFirst(fence.count).drop { $0 == 0x20 || $0 == 0x0D }
                if fence.first == current.fence.first, fence.count >= current.fence.count, rest.isEmpty {
                    if let start = current.start { blocks.append(start..<place) }
                    open = nil
                }
            } else if fence.count >= 3 {
                let info = String(decoding: line.dropFirst(fence.count), as: UTF8.self)
                let language = info.split { !$0.isLetter && !$0.isNumber }.first?.lowercased() ?? ""
                open = (fence, languages.contains(language) ? min(lineEnd + 1, bytes.count) : nil)
            }
            place = lineEnd + 1
        }
        if let start = open?.start, start < bytes.count { blocks.append(start..<bytes.count) }
        return blocks
    }
}

/// Turns places in a text into lines and columns.
struct LineTable {
    private let starts: [Int]
    private let bytes: [UInt8]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes
        starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// The line, from 1, of a byte.
    func line(_ offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// The column, from 1, in UTF-16 code units: what SARIF and editors count.
    func column(_ offset: Int) -> Int {
        let start = starts[line(offset) - 1]
        return String(decoding: bytes[start..<max(start, min(offset, bytes.count))], as: UTF8.self).utf16.count + 1
    }

    /// The first byte of a line.
    func start(ofLine line: Int) -> Int { starts[min(max(line, 1), starts.count) - 1] }
}
