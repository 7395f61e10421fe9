import PostgresClient

extension PostgresError {
    /// The error of a check and what to do next. It has no value of a row, whatever the server said.
    func explanation(for check: CompiledCheck) -> String {
        if sqlState == .protocolViolation, let parameter = check.query.firstMatch(of: /\$[0-9]+/)?.output {
            return
                "the query has the parameter \(parameter), and nothing gives the query of a check a value for it (SQLSTATE 08P01)\n"
                + "  next: write the value into the query, in \(check.file)"
        }
        guard sqlState == .insufficientPrivilege else {
            guard let statement, let place = place(in: check, of: statement) else { return withoutValues }
            let isKey =
                !place.isInQuery && sqlState == .undefinedColumn && (!check.key.isEmpty || check.continuation != nil)
            let names = check.continuation == nil ? "as key" : "as key and as incremental"
            return withoutValues(at: place.words)
                + (isKey ? "\n  next: name \(names) only columns that the query returns" : "")
        }
        if isOfRowSecurity {
            return "policies would hide rows from this role, and hidden rows cannot be checked (SQLSTATE 42501)\n"
                + "  next: give the role BYPASSRLS (ALTER ROLE … BYPASSRLS), or connect as one that has it"
        }
        // The name that the server gives is repeated only where it is one of the check's own.
        let relations = check.requirements.compactMap { requirement -> (schema: String, name: String)? in
            switch requirement {
            case .relation(let schema, let name): (schema, name)
            case .column, .extension: nil
            }
        }
        let refused = relations.filter { message.hasSuffix(" \($0.name)") || message.hasSuffix(" \($0.schema)") }
        let names = (refused.isEmpty ? relations : refused).map { "\($0.schema).\($0.name)" }.joined(separator: ", ")
        // The server's own refusal names only an object; that of a function's RAISE could name anything.
        if names.isEmpty, routine == "aclcheck_error" {
            return "\(message) (SQLSTATE 42501)\n  next: grant the role USAGE on the schema and SELECT on what the query reads"
        }
        return "the role lacks a privilege that the check needs (SQLSTATE 42501)"
            + (names.isEmpty ? "" : "\n  next: grant it USAGE on the schema and SELECT on \(names)")
    }

    /// The place of the error in the file of a check; nil where the server gave none.
    ///
    /// The server counts in the statement that was sent, in which the query of the check stands as it is.
    package func place(in check: CompiledCheck, of statement: String) -> (words: String, isInQuery: Bool)? {
        guard let line, let column, internalQuery == nil else { return nil }
        let sent = "line \(line), column \(column) of the statement that Plumbline makes of \(check.file)"
        guard let range = statement.firstRange(of: check.window?.ownQuery ?? check.query) else { return (sent, false) }
        func count(_ text: Substring) -> Int { text.unicodeScalars.count { $0 == "\n" } }
        let first = 1 + count(statement[..<range.lowerBound])
        let last = first + count(statement[range])
        guard line >= first else { return (sent, false) }
        let end = check.queryLine + last - first
        // What is missing is noticed behind the query, where the parenthesis around it is closed.
        guard line <= last else {
            return line == last + 1 && sqlState == .syntaxError
                ? ("the end of the query, \(check.file):\(end)", true) : (sent, false)
        }
        let before = line == first ? statement[..<range.lowerBound].unicodeScalars.reversed().prefix { $0 != "\n" }.count : 0
        return ("\(check.file):\(check.queryLine + line - first), column \(column - before)", true)
    }
}
