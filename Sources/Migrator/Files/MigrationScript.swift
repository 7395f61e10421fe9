import Sandbox
import SchemaModel

/// A migration file as psql reads it: statements, marks in comments, and the few psql commands that migration files use.
///
/// Statements are split as psql splits them, so that a line of a function's body or of a text is never taken for a mark.
struct MigrationScript: Hashable, Sendable {
    indirect enum Item: Hashable, Sendable {
        case statement(Statement)
        case include(String, line: Int)
        case branch(Branch)
        case mark(Mark)
    }

    struct Statement: Hashable, Sendable {
        /// From its first word to before its semicolon.
        var sql: String
        var line: Int
        var ending: Ending
        /// The text without comments and with single blanks, of which checksums are made.
        var canonical: String
    }

    enum Ending: String, Hashable, Sendable {
        /// A semicolon.
        case plain
        /// `\gset`: the columns of its one row become variables.
        case gset
        /// `\gexec`: the fields of its rows are statements to run.
        case gexec
    }

    /// `\if :variable … \else … \endif`
    struct Branch: Hashable, Sendable {
        var variable: String
        var then: [Item] = []
        var otherwise: [Item] = []
        var line: Int
    }

    /// A comment `-- plumb:word text`.
    struct Mark: Hashable, Sendable {
        var word: String
        var text: String
        var line: Int
    }

    static let markPrefix = "-- plumb:"

    let items: [Item]

    /// - Throws: ``MigrationError`` with file and line for what a migration file may not have.
    init(_ text: String, path: String) throws {
        var parser = Parser(text, path: path)
        items = try parser.parse()
    }
}

extension [MigrationScript.Item] {
    /// The text that checksums are made of: the statements and their conditions, without comments, marks and blanks.
    var canonical: String {
        map { item in
            switch item {
            case .statement(let statement): "\(statement.ending.rawValue) \(statement.canonical)\n"
            case .include, .mark: ""
            case .branch(let branch):
                "if \(branch.variable)\n\(branch.then.canonical)else\n\(branch.otherwise.canonical)endif\n"
            }
        }.joined()
    }
}

extension String {
    /// The lines without their line breaks. A carriage return stays: `Character` would make it one with the line break.
    var lines: [String] {
        utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}

private struct Parser {
    private let path: String
    private let bytes: [UInt8]
    private var lexer: PsqlLexer
    private var line = 1
    private var state = PsqlStatement()
    /// The statement that is being read: where it begins, and its text without comments.
    private var start = 0
    private var startLine = 1
    private var canonical = ""
    /// The items of each open branch, from the outermost; the first is the file's.
    private var levels: [[MigrationScript.Item]] = [[]]
    private var branches: [(branch: MigrationScript.Branch, isInElse: Bool)] = []

    init(_ text: String, path: String) {
        self.path = path
        bytes = Array(text.utf8)
        lexer = PsqlLexer(bytes)
    }

    mutating func parse() throws -> [MigrationScript.Item] {
        while let token = lexer.next() {
            if let problem = token.problem { throw malformed(problem) }
            switch token.kind {
            case .command: try command(token)
            case .semicolon where state.isAtTopLevel: end(.plain, at: token.range.lowerBound)
            case .comment where !state.isOpen: mark(token)
            case .blank, .comment: if state.isOpen, canonical.last != " " { canonical += " " }
            case .quoted, .word, .semicolon, .open, .close, .other:
                if !state.isOpen { (start, startLine, canonical) = (token.range.lowerBound, line, "") }
                state.add(token, lexer, at: line)
                canonical += String(decoding: bytes[token.range], as: UTF8.self)
            }
            line += bytes[token.range].count { $0 == UInt8(ascii: "\n") }
            lexer.backslashEscapes = state.backslashEscapes
        }
        guard !state.isOpen else {
            throw malformed("the statement that begins on line \(startLine) does not end; add a semicolon")
        }
        if let open = branches.last { throw malformed("the \\if on line \(open.branch.line) has no \\endif") }
        return levels[0]
    }

    private mutating func end(_ ending: MigrationScript.Ending, at position: Int) {
        defer { state.reset() }
        guard state.isOpen else { return }
        var sql = String(decoding: bytes[start..<position], as: UTF8.self)
        while let last = sql.last, last.isWhitespace { sql.removeLast() }
        while canonical.last == " " { canonical.removeLast() }
        add(.statement(MigrationScript.Statement(sql: sql, line: startLine, ending: ending, canonical: canonical)))
    }

    private mutating func add(_ item: MigrationScript.Item) { levels[levels.count - 1].append(item) }

    private mutating func mark(_ token: PsqlLexer.Token) {
        let text = String(decoding: bytes[token.range], as: UTF8.self)
        guard text.hasPrefix(MigrationScript.markPrefix) else { return }
        let parts = text.dropFirst(MigrationScript.markPrefix.count).split(separator: " ", maxSplits: 1)
        guard let word = parts.first else { return }
        add(.mark(MigrationScript.Mark(word: String(word), text: parts.count > 1 ? String(parts[1]) : "", line: line)))
    }

    private mutating func command(_ token: PsqlLexer.Token) throws {
        let words = String(decoding: bytes[token.range.lowerBound + 1..<token.end], as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).map(String.init)
        let name = words.first ?? ""
        switch name {
        case "gset" where words.count == 1: end(.gset, at: token.range.lowerBound)
        case "gexec" where words.count == 1: end(.gexec, at: token.range.lowerBound)
        case "gset", "gexec": throw malformed("\\\(name) takes no argument in a migration file")
        case _ where state.isOpen: throw malformed("\\\(name) is in the middle of a statement; end it with a semicolon first")
        case "if":
            guard words.count == 2, words[1].first == ":",
                words[1].dropFirst().allSatisfy({ $0.isLetter || $0 == "_" || $0.isNumber })
            else { throw malformed("\\if takes one variable in a migration file, as in \\if :todo") }
            branches.append((MigrationScript.Branch(variable: String(words[1].dropFirst()), line: line), false))
            levels.append([])
        case "else":
            guard let open = branches.last, !open.isInElse else { throw malformed("\\else without its \\if") }
            branches[branches.count - 1].branch.then = levels.removeLast()
            branches[branches.count - 1].isInElse = true
            levels.append([])
        case "endif":
            guard let open = branches.popLast() else { throw malformed("\\endif without its \\if") }
            var branch = open.branch
            let items = levels.removeLast()
            if open.isInElse { branch.otherwise = items } else { branch.then = items }
            add(.branch(branch))
        case "ir" where words.count == 2: add(.include(words[1], line: line))
        case "set" where words.dropFirst().first == "ON_ERROR_STOP" || words.dropFirst().first == "QUIET": break
        case "echo", "qecho", "timing": break
        default:
            throw malformed(
                "\\\(name) is not among the psql commands that a migration file may have (\\if, \\else, \\endif, \\gset, \\gexec, \\ir, "
                    + "\\echo); remove it, since `plumb apply` does not run it")
        }
    }

    private func malformed(_ what: String) -> MigrationError { MigrationError(.malformed, "\(path):\(line): \(what)") }
}
