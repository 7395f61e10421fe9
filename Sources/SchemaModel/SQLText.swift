extension StringProtocol {
    /// The lines of a text, without their ends: LF, or CRLF as Git writes it on Windows.
    ///
    /// Swift takes CRLF as one character, which is not equal to LF.
    package var lines: [SubSequence] {
        split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }
}

/// Why a text is not one statement that can stand in parentheses.
package enum StatementProblem: Error, Sendable, Hashable {
    /// There are only comments, or nothing.
    case missing
    /// Another statement begins here, on this line of the text, counted from 1.
    case second(line: Int)
    /// A command of psql begins here.
    case command(line: Int)
    /// A quoted text or a comment begins here and does not end.
    case open(line: Int)
}

extension SQL {
    /// The one statement of a text, with the comments before it and in it, and without what follows it: semicolons, comments, blanks.
    ///
    /// - Throws: ``StatementProblem`` for a text that is not one statement.
    package static func singleStatement(_ text: String) throws(StatementProblem) -> String {
        var lexer = PsqlLexer(Array(text.utf8))
        /// The end of the last token of the statement; nil before its first.
        var end: Int?
        var isOver = false
        func line(_ token: PsqlLexer.Token) -> Int {
            1 + lexer.bytes[..<token.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
        }
        while let token = lexer.next() {
            if token.problem != nil, token.kind != .command { throw .open(line: line(token)) }
            switch token.kind {
            case .blank, .comment: continue
            case .semicolon: isOver = isOver || end != nil
            case .command: throw .command(line: line(token))
            case .quoted, .word, .open, .close, .other:
                guard !isOver else { throw .second(line: line(token)) }
                end = token.end
            }
        }
        guard let end else { throw .missing }
        return String(decoding: lexer.bytes[..<end], as: UTF8.self)
    }
}
