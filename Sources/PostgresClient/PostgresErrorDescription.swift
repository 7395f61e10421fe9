extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The event, its place, and what to do next; never a value of a row, a parameter or a password.
    public var description: String {
        var lines = [headline]
        if let place { lines.append("  " + place) }
        if let subject { lines.append("  on " + subject) }
        for frame in safeContext { lines.append("  in " + frame) }
        if let hint { lines.append("  hint: " + hint) }
        if let remedy { lines.append("  next: " + remedy) }
        return lines.joined(separator: "\n")
    }

    /// Everything that is known, the server's detail and context too: it can hold customer data.
    public var debugDescription: String {
        var lines = ["\(code): \(message)", description]
        if let detail { lines.append("  detail: " + detail) }
        if let context { lines.append("  context: " + context) }
        if let internalQuery { lines.append("  internal query: " + internalQuery) }
        return lines.joined(separator: "\n")
    }

    private var headline: String {
        var text = safeMessage
        if let queryIndex { text = "query \(queryIndex + 1) of the pipeline: " + text }
        if let sqlState { text += " (SQLSTATE \(sqlState))" }
        if let server { text += " [\(server)]" }
        return text
    }

    /// The primary message. Data exceptions quote the value that they refuse.
    var safeMessage: String {
        guard let sqlState, sqlState.errorClass == "22", sqlState != .invalidParameterValue else { return message }
        return Redaction.withoutQuotedParts(message)
    }

    /// The line and the column of the error in the SQL that was sent, with the text around it.
    var place: String? {
        guard let line, let column else { return nil }
        let origin = internalQuery == nil ? "" : " of a statement of a function"
        return place("line \(line), column \(column)\(origin)")
    }

    /// The words for a place, and the text of the line around it.
    func place(_ words: String) -> String {
        guard let column, let lineText, !Redaction.mentionsSecret(lineText), !lineText.isEmpty else { return "at \(words)" }
        return "at \(words): \(Redaction.window(lineText, around: column))"
    }

    private var subject: String? {
        var parts: [String] = []
        if let tableName { parts.append("table " + [schemaName, tableName].compactMap(\.self).joined(separator: ".")) }
        if let columnName { parts.append("column " + columnName) }
        if let constraintName { parts.append("constraint " + constraintName) }
        if tableName == nil, let dataTypeName {
            parts.append("type " + [schemaName, dataTypeName].compactMap(\.self).joined(separator: "."))
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// The frames of the context that name code and not data.
    private var safeContext: [String] {
        guard let context else { return [] }
        return context.split(separator: "\n").compactMap { line in
            if line.hasPrefix("PL/pgSQL function ") || line.hasPrefix("SQL function ") { return String(line) }
            // "COPY t, line 3, column a: "value"": the part before the value.
            if line.hasPrefix("COPY ") { return String(line.prefix { $0 != ":" && $0 != "\"" }) }
            return nil
        }
    }

    private var remedy: String? {
        switch sqlState {
        case .invalidPassword?:
            return "check the user and the password (URL, PGPASSWORD or ~/.pgpass)"
        case .invalidAuthorizationSpecification?:
            return "check the user, and that the server's pg_hba.conf lets it in from here"
        case .invalidCatalogName?:
            return "create the database, or name one that exists (psql -l lists them)"
        case .tooManyConnections?:
            return "wait for other sessions to end, or raise max_connections"
        case .cannotConnectNow?:
            return "the server is starting or stopping: try again in a moment"
        case .insufficientPrivilege? where isOfRowSecurity:
            return "policies hide rows from this role; let a superuser give it BYPASSRLS (ALTER ROLE … BYPASSRLS)"
        case .insufficientPrivilege?:
            return "connect as the owner, or have the owner grant the right"
        case .readOnlySQLTransaction?:
            return
                "connect to the primary if this server is a standby; otherwise set default_transaction_read_only to off, for the role, "
                + "the database or the server"
        case .lockNotAvailable?:
            return "another session holds the lock: pg_stat_activity and pg_blocking_pids() tell which; then run this again"
        case .queryCanceled? where code == .timeout:
            return "raise the timeout, or make the statement do less"
        case .serializationFailure?, .deadlockDetected?:
            return "run the transaction again"
        default: break
        }
        switch code {
        case .connectionFailed where sqlState == nil:
            return "check host and port, that the server runs, and that no firewall is between (pg_isready tells)"
        case .connectionLost:
            return "look into the server's log for why it ended the session; then run this again on a new connection"
        case .unsupportedServer: return "use PostgreSQL 15 or later"
        default: return nil
        }
    }
}

/// Taking out of texts what people must not see.
enum Redaction {
    /// The text with what stands between double quotes replaced.
    static func withoutQuotedParts(_ text: String) -> String {
        guard let first = text.firstIndex(of: "\"") else { return text }
        // A value can hold quotes itself: everything between the first and the last goes.
        guard let last = text.lastIndex(of: "\""), last > first else { return text[..<first] + "…" }
        return text[..<first] + "\"…\"" + text[text.index(after: last)...]
    }

    /// True when a line of SQL says something of a password.
    static func mentionsSecret(_ line: String) -> Bool { line.lowercased().contains("password") }

    /// At most about 120 characters of a line, those around a column from 1.
    static func window(_ line: String, around column: Int) -> String {
        let scalars = Array(line.unicodeScalars)
        guard scalars.count > 120 else { return line.trimmingSpaces }
        let start = max(0, min(column - 60, scalars.count - 120))
        let end = min(scalars.count, start + 120)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<end])
        return (start > 0 ? "…" : "") + String(view).trimmingSpaces + (end < scalars.count ? "…" : "")
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
