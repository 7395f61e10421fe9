import Foundation
import SchemaModel

/// A `.sql` file for psql, from which psql runs no command that reaches outside the database.
///
/// The whole script runs in psql's restricted mode (`\restrict`), which refuses every command. Around each command that is known
/// as harmless stands the key that lifts the restriction, a new one each time. So a command that we overlook, in whatever
/// quoting, fails instead of running.
struct PsqlScript {
    struct Place: Hashable {
        let file: String
        let line: Int
    }

    private(set) var text: [UInt8] = []
    /// Where each line of `text` comes from.
    private(set) var places: [Place] = []
    /// The statement that ends on a line begins on this one; both as lines of `text`, from 0.
    private(set) var beginnings: [Int: Int] = [:]

    private var key = PsqlScript.newKey()
    private var place = Place(file: "", line: 1)
    private var statement = PsqlStatement()
    /// Where in `text` the statement begins.
    private var start = 0
    private var folder: [URL] = []
    private let standsInForCron: Bool

    /// Reads a file and what it includes.
    ///
    /// - Parameters:
    ///   - name: the file's name in errors.
    ///   - standsInForCron: creates and drops the stand-in for pg_cron where the file says so of the extension.
    /// - Throws: `SandboxError` with file and line for what a `.sql` source may not have.
    init(_ file: URL, name: String, standsInForCron: Bool = false) throws {
        self.standsInForCron = standsInForCron
        place = Place(file: name, line: 1)
        places = [place]
        insert("\\restrict \(key)")
        try add(file, name: name)
        if text.last != UInt8(ascii: "\n") { put(UInt8(ascii: "\n")) }
    }

    /// A line of `text`, without its line break.
    func line(_ index: Int) -> String? {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.indices.contains(index) ? String(decoding: lines[index], as: UTF8.self) : nil
    }

    private mutating func add(_ file: URL, name: String) throws {
        let bytes = try Self.read(file, name: name)
        folder.append(file.deletingLastPathComponent())
        let outer = place
        place = Place(file: name, line: 1)
        places[places.count - 1] = place
        var lexer = PsqlLexer(bytes)
        while let token = lexer.next() {
            if token.kind != .comment, let problem = token.problem, folder.count > 1 || token.kind == .command {
                throw refusal(problem)
            }
            switch token.kind {
            case .command: try command(token, &lexer)
            case .semicolon:
                if statement.isOpen, statement.isAtTopLevel { standIn() }
                put(bytes[token.range])
                guard statement.isAtTopLevel else { continue }
                try end(&lexer)
            case .blank, .comment, .quoted, .word, .open, .close, .other:
                if !statement.isOpen { start = text.count }
                statement.add(token, lexer, at: places.count - 1)
                put(bytes[token.range])
            }
            lexer.backslashEscapes = statement.backslashEscapes
        }
        folder.removeLast()
        // What psql sends at the end of a file, it must send here too, before the including file goes on.
        if !folder.isEmpty {
            if statement.isOpen { insert(";") }
            statement.reset()
            place = outer
        }
    }

    private mutating func end(_ lexer: inout PsqlLexer) throws {
        if let refused = statement.refusal { throw refusal(refused) }
        if let first = statement.firstLine { beginnings[places.count - 1] = first }
        let takesData = statement.takesData
        statement.reset()
        guard takesData else { return }
        guard let rest = lexer.nextLine() else { return }
        let tail = lexer.bytes[rest].drop { PsqlLexer.isBlank($0) }
        guard tail.isEmpty || tail.starts(with: Array("--".utf8)) else {
            throw refusal("a COPY … FROM stdin has more text on its line; move that text to a line after the data")
        }
        put(lexer.bytes[rest])
        while let line = lexer.nextLine() {
            put(lexer.bytes[line])
            let bare = lexer.bytes[line].reversed().drop { $0 == 10 || $0 == 13 }.reversed()
            if bare.elementsEqual(Array("\\.".utf8)) { return }
        }
    }

    /// Replaces a statement that creates or drops pg_cron; the lines stay what they are.
    private mutating func standIn() {
        guard standsInForCron, let other = CronStandIn.replacement(for: Array(text[start...])) else { return }
        let breaks = text[start...].filter { $0 == UInt8(ascii: "\n") }
        text.replaceSubrange(start..., with: Array(other.utf8) + breaks)
    }

    private mutating func command(_ token: PsqlLexer.Token, _ lexer: inout PsqlLexer) throws {
        let text = String(decoding: lexer.bytes[token.range.lowerBound..<token.end], as: UTF8.self)
        let name = String(text.dropFirst().prefix { !$0.isWhitespace })
        let arguments = text.dropFirst(1 + name.count).trimmingCharacters(in: .whitespacesAndNewlines)
        switch PsqlCommand(name, arguments: arguments) {
        case .run: pass(text)
        case .send:
            pass(text)
            try end(&lexer)
        case .reset:
            pass(text)
            statement.reset()
        case .ignore: break
        case .include(let isRelative):
            guard !statement.isOpen else { throw refusal("\\\(name) is in the middle of a statement") }
            let (file, shown) = try included(arguments, isRelative: isRelative)
            try add(file, name: shown)
            places[places.count - 1] = place
        case .refuse(let reason): throw refusal(reason)
        }
    }

    /// The file that a command includes: one below the folder of the file that was given, and no other.
    private func included(_ argument: String, isRelative: Bool) throws -> (URL, String) {
        guard folder.count < 16 else { throw refusal("files include each other more than 16 deep") }
        var name = argument
        if name.count > 1, name.hasPrefix("'"), name.hasSuffix("'") { name = String(name.dropFirst().dropLast()) }
        guard !name.isEmpty, !name.contains(where: { "'\"`:\\|".contains($0) }), let top = folder.first, let here = folder.last
        else { throw refusal("the name of an included file must not contain variables or quotes") }
        let base = isRelative ? here : URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        let file = URL(filePath: name, relativeTo: base).resolvingSymlinksInPath()
        let root = top.resolvingSymlinksInPath().path(percentEncoded: false)
        guard file.path(percentEncoded: false).hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
            throw refusal("`\(name)` is outside the folder of the .sql source, so it is not included")
        }
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else {
            throw refusal("there is no file `\(name)` to include")
        }
        guard isRelative, let slash = place.file.lastIndex(of: "/") else { return (file, name) }
        return (file, place.file[...slash] + name)
    }

    private static func read(_ file: URL, name: String) throws -> [UInt8] {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw SandboxError(.invalid, "\(name) cannot be read: \(FileErrorText.reason(error))")
        }
        if data.starts(with: Data("PGDMP".utf8)) {
            throw SandboxError(
                .invalid,
                "\(name) is an archive of pg_dump, not SQL; make SQL of it with `pg_restore --schema-only -f FILE.sql \(name)`")
        }
        guard String(data: data, encoding: .utf8) != nil, !data.contains(0) else {
            throw SandboxError(.invalid, "\(name) is not UTF-8 text: a .sql source must be")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return data.starts(with: mark) ? Array(data.dropFirst(3)) : Array(data)
    }

    private func refusal(_ reason: String) -> SandboxError { SandboxError(.invalid, "\(place.file):\(place.line): \(reason)") }

    // MARK: writing

    /// A command on a line of its own, between the key that lifts the restriction and the next one.
    private mutating func pass(_ command: String) {
        insert("\\unrestrict \(key)")
        insert(command)
        key = Self.newKey()
        insert("\\restrict \(key)")
    }

    private mutating func insert(_ line: String) {
        if let last = text.last, last != UInt8(ascii: "\n") {
            text.append(UInt8(ascii: "\n"))
            places.append(place)
        }
        text += Array(line.utf8) + [UInt8(ascii: "\n")]
        places.append(place)
    }

    private mutating func put(_ bytes: ArraySlice<UInt8>) { for byte in bytes { put(byte) } }

    private mutating func put(_ byte: UInt8) {
        text.append(byte)
        guard byte == UInt8(ascii: "\n") else { return }
        place = Place(file: place.file, line: place.line + 1)
        places.append(place)
    }

    private static func newKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<3).map { _ in String(UInt64.random(in: .min ... .max, using: &generator), radix: 36) }.joined()
    }
}
