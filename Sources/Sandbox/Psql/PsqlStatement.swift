package import SchemaModel

/// The statement that is being read, as far as its words tell where it ends and what it may do.
package struct PsqlStatement {
    package private(set) var isOpen = false
    /// The line of the script on which it begins, from 0.
    package private(set) var firstLine: Int?
    package private(set) var backslashEscapes = false
    private var words: [String] = []
    private var depth = 0
    /// BEGIN and CASE that are open in the body of a function in SQL: semicolons in it end nothing.
    private var blocks = 0

    package init() {}

    package var isAtTopLevel: Bool { depth == 0 && blocks == 0 }

    package mutating func reset() {
        if words.starts(with: ["set", "standard_conforming_strings"]), let value = words.last {
            backslashEscapes = ["off", "false", "no"].contains(value)
        }
        (isOpen, firstLine, words, depth, blocks) = (false, nil, [], 0, 0)
    }

    package mutating func add(_ token: PsqlLexer.Token, _ lexer: PsqlLexer, at line: Int) {
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

    /// True for a COPY statement that is followed by lines of data.
    package var takesData: Bool { words.first == "copy" && has("from", "stdin") }

    /// Why it cannot run in a scratch database; nil when it can, as far as its first words say.
    package var refusal: String? {
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
