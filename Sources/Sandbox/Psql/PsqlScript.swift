import Foundation

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
    private var statement = Statement()
    private var folder: [URL] = []

    /// Reads a file and what it includes.
    ///
    /// - Parameter name: the file's name in errors.
    /// - Throws: `SandboxError` with file and line for what a `.sql` source may not have.
    init(_ file: URL, name: String) throws {
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
                put(bytes[token.range])
                guard statement.isAtTopLevel else { continue }
                try end(&lexer)
            case .blank, .comment, .quoted, .word, .open, .close, .other:
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
            throw refusal("something follows a COPY … FROM stdin on its line; begin it on a line behind the data")
        }
        put(lexer.bytes[rest])
        while let line = lexer.nextLine() {
            put(lexer.bytes[line])
            let bare = lexer.bytes[line].reversed().drop { $0 == 10 || $0 == 13 }.reversed()
            if bare.elementsEqual(Array("\\.".utf8)) { return }
        }
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
            guard !statement.isOpen else { throw refusal("\\\(name) stands in the middle of a statement") }
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
        else { throw refusal("an included file must be named plainly, without variables or quotes") }
        let base = isRelative ? here : URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        let file = URL(filePath: name, relativeTo: base).resolvingSymlinksInPath()
        let root = top.resolvingSymlinksInPath().path(percentEncoded: false)
        guard file.path(percentEncoded: false).hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
            throw refusal("`\(name)` is not in the folder of the .sql source, or below it, and is not included")
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
            throw SandboxError(.invalid, "\(name) cannot be read: \(error.localizedDescription)")
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

extension PsqlScript {
    /// What is known of the statement that is being read.
    private struct Statement {
        private(set) var isOpen = false
        /// The line of the script on which it begins, from 0.
        private(set) var firstLine: Int?
        private(set) var backslashEscapes = false
        private var words: [String] = []
        private var depth = 0
        /// BEGIN and CASE that are open in the body of a function in SQL: semicolons in it end nothing.
        private var blocks = 0

        var isAtTopLevel: Bool { depth == 0 && blocks == 0 }

        mutating func reset() {
            if words.starts(with: ["set", "standard_conforming_strings"]), let value = words.last {
                backslashEscapes = ["off", "false", "no"].contains(value)
            }
            (isOpen, firstLine, words, depth, blocks) = (false, nil, [], 0, 0)
        }

        mutating func add(_ token: PsqlLexer.Token, _ lexer: PsqlLexer, at line: Int) {
            guard token.kind != .blank, token.kind != .comment else { return }
            if !isOpen { (isOpen, firstLine) = (true, line) }
            switch token.kind {
            case .open: depth += 1
            case .close: depth = max(0, depth - 1)
            case .word where depth == 0:
                let word = lexer.word(token)
                if words.count < 24 { words.append(word) }
                guard isRoutine else { return }
                if word == "begin" || (word == "case" && blocks > 0) { blocks += 1 }
                if word == "end", blocks > 0 { blocks -= 1 }
            case .blank, .comment, .quoted, .word, .semicolon, .command, .other: break
            }
        }

        private var isRoutine: Bool {
            let kinds = ["function", "procedure"]
            guard words.first == "create", words.count > 1 else { return false }
            if kinds.contains(words[1]) { return true }
            return words.count > 3 && words[1] == "or" && words[2] == "replace" && kinds.contains(words[3])
        }

        private func has(_ first: String, _ second: String) -> Bool {
            zip(words, words.dropFirst()).contains { $0 == first && $1 == second }
        }

        /// Whether lines of data follow it.
        var takesData: Bool { words.first == "copy" && has("from", "stdin") }

        /// Why it cannot run in a scratch database; nil when it can, as far as its first words say.
        var refusal: String? {
            if words.first == "copy", has("from", "program") || has("to", "program") {
                return "COPY with PROGRAM runs a program on this machine, and is not run from a .sql source; leave it out"
            }
            guard words.count > 1 else { return nil }
            switch (words[0], words[1]) {
            case ("create", "database"), ("drop", "database"), ("create", "tablespace"), ("alter", "tablespace"),
                ("drop", "tablespace"), ("alter", "system"):
                return
                    "\(words[0].uppercased()) \(words[1].uppercased()) changes the whole server, and a .sql source is loaded into "
                    + "a scratch database; leave it out (pg_dump without --create, and not pg_dumpall)"
            default: return nil
            }
        }
    }
}
