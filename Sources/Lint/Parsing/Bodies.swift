import SchemaModel

/// SQL inside other SQL: DO blocks, bodies of functions, commands of cron jobs.
enum Bodies {
    /// A statement of a body, and its line there, from 1.
    struct Inner {
        let sql: String
        let line: Int
    }

    struct Body {
        var statements: [Inner] = []
        /// Expressions that are run as SQL, and whether they have USING.
        var dynamic: [Inner] = []
        /// The first byte of the body in the statement's text.
        var start: Int
        /// Why it could not be read.
        var failure: String?
        var language: String
    }

    /// The body of a DO block or a function; nil when the statement has none as text.
    static func body(of statement: Statement) -> Body? {
        let options: [Node]
        switch statement.kind {
        case "DoStmt": options = statement["args"].list.compactMap { $0[as: "DefElem"] }
        case "CreateFunctionStmt": options = statement["options"].list.compactMap { $0[as: "DefElem"] }
        default: return nil
        }
        guard let text = options.first(where: { $0["defname"].string == "as" }) else { return nil }
        let language =
            options.first { $0["defname"].string == "language" }?["arg"]["String"]["sval"].string?.lowercased()
            ?? (statement.kind == "DoStmt" ? "plpgsql" : "")
        let source = text["arg"].name ?? text["arg"]["List"]["items"].names.first ?? ""
        var body = Body(start: start(in: statement.text, after: text.location ?? 0), language: language)
        switch language {
        case "plpgsql": readPLpgSQL(statement.text, into: &body)
        case "sql": readSQL(source, into: &body)
        default: break
        }
        return body
    }

    private static func start(in text: String, after offset: Int) -> Int {
        let bytes = Array(text.utf8)
        guard
            var place = bytes.indices.dropFirst(offset).first(where: {
                bytes[$0] == UInt8(ascii: "$") || bytes[$0] == UInt8(ascii: "'")
            })
        else { return offset }
        if bytes[place] == UInt8(ascii: "$") {
            place = bytes.indices.dropFirst(place + 1).first { bytes[$0] == UInt8(ascii: "$") } ?? place
        }
        return place + 1
    }

    private static func readSQL(_ source: String, into body: inout Body) {
        let bytes = Array(source.utf8)
        let lines = LineTable(source)
        body.statements = Splitter(bytes, range: 0..<bytes.count).pieces.map {
            Inner(sql: $0.text, line: lines.line($0.range.lowerBound))
        }
    }

    private static func readPLpgSQL(_ text: String, into body: inout Body) {
        switch PgQuery.parsePLpgSQL(text) {
        case .failure(let failure): body.failure = failure.message
        case .success(let tree): collect(tree.value, line: 1, into: &body)
        }
    }

    private static func collect(_ value: Value?, line: Int, into body: inout Body) {
        switch value {
        case .list(let items):
            for item in items { collect(item, line: line, into: &body) }
        case .object(let members):
            let node = Node(value)
            let line = node["lineno"].int ?? line
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                let inner = Node(member)
                let line = inner["lineno"].int ?? line
                switch key {
                case "PLpgSQL_stmt_execsql": add(inner["sqlstmt"], line, to: &body.statements)
                case "PLpgSQL_stmt_perform": add(inner["expr"], line, to: &body.statements)
                case "PLpgSQL_stmt_fors": add(inner["query"], line, to: &body.statements)
                case "PLpgSQL_stmt_return_query" where inner["query"].exists: add(inner["query"], line, to: &body.statements)
                case "PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors": add(inner["query"], line, to: &body.dynamic)
                case "PLpgSQL_stmt_return_query": add(inner["dynquery"], line, to: &body.dynamic)
                default: break
                }
                collect(member, line: line, into: &body)
            }
        default: break
        }
    }

    private static func add(_ expression: Node, _ line: Int, to list: inout [Inner]) {
        guard let query = expression["PLpgSQL_expr"]["query"].string else { return }
        list.append(Inner(sql: query, line: line))
    }
}

extension Bodies {
    /// The first byte from a place that is no space.
    static func skipSpace(_ text: String, _ offset: Int) -> Int {
        let bytes = Array(text.utf8)
        return bytes.indices.dropFirst(offset).first { bytes[$0] > 0x20 } ?? offset
    }
}
