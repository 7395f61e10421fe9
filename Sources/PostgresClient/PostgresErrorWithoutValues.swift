extension PostgresError {
    /// The event and its place, built only from fields that cannot hold a value of a row: for reports on data.
    ///
    /// The server's message is trusted only where it is about the text of the statement that we sent, or about an object: a position
    /// in it or a known message, and no function on the call stack. All other messages can quote a value, whatever their SQLSTATE: a cast quotes what it
    /// refuses, `RAISE` says anything. For those, the SQLSTATE is put into words of ours.
    package var withoutValues: String { withoutValues(at: nil) }

    /// - Parameter place: Words for the place of the error, such as `checks/orders.sql:12`; nil for the line of what was sent.
    package func withoutValues(at place: String?) -> String {
        guard code == .server || code == .timeout, let sqlState else { return ownMessage }
        guard isAboutOurText else {
            let meaning = refusedObject.map { "the role lacks a privilege on the \($0)" } ?? sqlState.meaning
            return (["\(meaning) (SQLSTATE \(sqlState))"] + callers.map { "  in \($0)" }).joined(separator: "\n")
        }
        let text = place.map(self.place) ?? self.place
        return (["\(safeMessage) (SQLSTATE \(sqlState))"] + (text.map { ["  " + $0] } ?? [])).joined(separator: "\n")
    }

    /// Errors of this side have no values in their messages.
    private var ownMessage: String {
        switch code {
        case .usage, .decoding, .timeout, .cancelled, .connectionFailed, .connectionLost, .unsupportedServer, .invalidSettings:
            description
        default: "the statement failed (\(code))"
        }
    }

    /// True for what the parser, the analysis or the planner found in our statement, before a row was read: the server gives its
    /// position there. And for messages of the server that name objects alone.
    private var isAboutOurText: Bool {
        guard context == nil, internalQuery == nil else { return false }
        return position != nil || Self.messagesOfObjects.contains { message.wholeMatch(of: $0) != nil }
    }

    /// Messages of PostgreSQL that hold no value of a row, and say more than their SQLSTATE. A function that raises the same text has
    /// a context.
    private static var messagesOfObjects: [Regex<Substring>] {
        [
            /materialized view ".+" has not been populated/,
            /foreign-data wrapper ".+" has no handler/,
            /foreign-data wrapper ".+" does not support .+/,
            /[a-z_]+ must be loaded via "?shared_preload_libraries"?/,
            /cannot access temporary tables of other sessions/,
            /cannot access temporary or unlogged relations during recovery/,
            /cannot execute [A-Z ]+ in a read-only transaction/,
            /cannot execute [a-z_]+\(\) in a read-only transaction/,
        ]
    }

    /// The object that the role may not use, such as `table orders`. The server's own message names it; one that a function raises has
    /// the function on its call stack, and could say anything.
    private var refusedObject: String? {
        guard sqlState == .insufficientPrivilege, context == nil, internalQuery == nil,
            let match = message.wholeMatch(
                of: /permission denied for ((?:materialized view|foreign table|table|view|schema|sequence|function|type) .+)/)
        else { return nil }
        return String(match.1)
    }

    /// The functions on the call stack, in the one form that the server writes them in. A line of dynamic SQL has another.
    private var callers: [String] {
        (context ?? "").split(separator: "\n").compactMap { line in
            guard
                let match = line.wholeMatch(
                    of: /PL\/pgSQL function ([a-z0-9_.]+)\([a-z0-9_.,\[\] ]*\) line ([0-9]+) at [A-Za-z ]+/)
            else { return nil }
            return "function \(match.1), line \(match.2)"
        }
    }
}

extension SQLState {
    /// The condition in words, without anything of the statement or its data.
    package var meaning: String {
        if let known = Self.meanings[rawValue] { return known }
        return Self.classes[errorClass] ?? "the server refused the statement"
    }

    private static let meanings: [String: String] = [
        "21000": "a subquery returned more than one row where one was expected",
        "22001": "a text is too long for its type",
        "22003": "a number is out of the range of its type",
        "22007": "a text is not a date or a time",
        "22008": "a date or a time is out of range",
        "22012": "division by zero",
        "22021": "a text is not valid in its encoding",
        "22023": "an argument of a function has a value that it does not take",
        "22025": "an escape sequence in a pattern is not valid",
        "2201B": "a regular expression is not valid",
        "22P02": "a text cannot be read as the type that it is cast to",
        "22P05": "a character has no equivalent in the other encoding",
        "25006": "the statement writes, and checks run in a read-only transaction",
        "3F000": "the statement names a schema that does not exist",
        "40001": "the transaction could not be serialized with another",
        "40P01": "the transaction was the victim of a deadlock",
        "42501": "the role lacks a privilege that the statement needs",
        "42601": "a syntax error",
        "42703": "a column does not exist",
        "42704": "an object does not exist",
        "42883": "a function or an operator does not exist",
        "42P01": "a relation does not exist",
        "53100": "the server's disk is full",
        "53200": "the server is out of memory",
        "53300": "the server has too many connections",
        "53400": "a limit of the server's configuration was exceeded (temp_file_limit, for example)",
        "54001": "the statement is too complex for the server's stack",
        "55P03": "a lock was not available within lock_timeout",
        "57014": "the statement took longer than its time limit, or was canceled",
        "58P01": "the server could not open a file",
        "P0001": "a function raised an exception; its message is not shown, since it can hold values of rows",
    ]

    private static let classes: [String: String] = [
        "08": "the connection failed", "0A": "the server does not support this", "21": "a subquery returned too many rows",
        "22": "a value is not valid for the function, operator or cast that it is given to", "23": "a constraint was violated",
        "25": "the state of the transaction does not allow the statement", "28": "the role was refused",
        "40": "the transaction was rolled back by the server", "42": "the statement is wrong, or the role may not run it",
        "53": "the server is out of resources", "54": "the statement exceeds a limit of the server",
        "55": "an object is not in a state that allows this", "57": "the server or an operator intervened",
        "58": "the server had an error of the operating system", "HV": "a foreign-data wrapper could not read its source",
        "P0": "a function raised an exception",
        "XX": "the server had an internal error; its log says more",
    ]
}
