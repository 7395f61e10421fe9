package import SchemaModel

/// The expressions and queries of files of SQL, as their authors wrote them.
package enum WrittenExpressions {
    /// Those of the statements that the parser knows; a statement with a variable of psql has none.
    package static func all(in file: [UInt8]) -> [WrittenExpression] {
        Splitter(file, range: 0..<file.count).pieces.flatMap { piece -> [WrittenExpression] in
            let text = Array(piece.text.utf8)
            guard text.count <= PgQuery.longest, text.elementsEqual(file[piece.range]),
                let statement = try? PgQuery.parse(piece.text).get().first?["stmt"].wrapped
            else { return [] }
            return Reader(text: text).all(statement.kind, statement.node)
        }
    }
}

/// Finds the texts in one statement: the tree says where a clause begins, and parentheses say where it ends.
private struct Reader {
    private struct Token {
        let kind: PsqlLexer.Kind
        let range: Range<Int>
        let depth: Int
    }

    private let text: [UInt8]
    private let tokens: [Token]

    init(text: [UInt8]) {
        self.text = text
        tokens = Self.tokens(of: text)
    }

    func all(_ kind: String, _ node: Node) -> [WrittenExpression] {
        switch kind {
        case "CreateStmt":
            return node["tableElts"].list.flatMap { element in
                element[as: "ColumnDef"].map { column($0, of: node["relation"]) }
                    ?? element[as: "Constraint"].map { check($0, of: node["relation"]) } ?? []
            }
        case "AlterTableStmt":
            return node["cmds"].list.flatMap { command in
                let definition = command["AlterTableCmd"]["def"]
                return definition[as: "ColumnDef"].map { column($0, of: node["relation"]) }
                    ?? definition[as: "Constraint"].map { check($0, of: node["relation"]) } ?? []
            }
        case "IndexStmt": return index(node)
        case "ViewStmt":
            // Names of columns and options belong to other attributes.
            let isPlain = !node["aliases"].exists && (node["withCheckOption"].string ?? "NO_CHECK_OPTION") == "NO_CHECK_OPTION"
            return isPlain ? query(of: node["view"]) : []
        case "CreateTableAsStmt":
            let isPlain = !node["into"]["colNames"].exists && !node["into"]["skipData"].isTrue
            guard node["objtype"].string == "OBJECT_MATVIEW", isPlain else { return [] }
            return query(of: node["into"]["rel"])
        case "CreatePolicyStmt": return policy(node)
        default: return []
        }
    }

    private func made(_ subject: WrittenExpression.Subject, of relation: Node, _ range: Range<Int>?) -> [WrittenExpression] {
        guard let range, let name = relation["relname"].string else { return [] }
        let text = String(decoding: text[range], as: UTF8.self).trimmed
        guard !text.isEmpty else { return [] }
        return [.init(schema: relation["schemaname"].string, relation: name, subject: subject, text: text)]
    }

    private func check(_ constraint: Node, of relation: Node) -> [WrittenExpression] {
        guard constraint["contype"].string == "CONSTR_CHECK", let start = constraint.location else { return [] }
        return made(.check, of: relation, group(from: start))
    }

    private func column(_ column: Node, of relation: Node) -> [WrittenExpression] {
        guard let name = column["colname"].string else { return [] }
        let constraints = column["constraints"].list.compactMap { $0[as: "Constraint"] }
        var ends = constraints.compactMap(\.location)
        if let collation = column["collClause"].location { ends.append(collation) }
        return constraints.flatMap { constraint -> [WrittenExpression] in
            guard let start = constraint.location else { return [] }
            switch constraint["contype"].string {
            case "CONSTR_CHECK": return check(constraint, of: relation)
            case "CONSTR_GENERATED": return made(.generated(column: name), of: relation, group(from: start))
            case "CONSTR_DEFAULT":
                guard let word = word("default", from: start) else { return [] }
                return made(.columnDefault(column: name), of: relation, rest(from: word.upperBound, before: ends))
            default: return []
            }
        }
    }

    private func index(_ node: Node) -> [WrittenExpression] {
        guard let start = node["relation"].location, let open = place(of: .open, from: start) else { return [] }
        let method = node["accessMethod"].string ?? "btree"
        return made(.index, of: node["relation"], open..<text.count).map { found in
            WrittenExpression(
                schema: found.schema, relation: found.relation, subject: .index,
                text: "USING \(SQL.identifier(method)) \(found.text)")
        }
    }

    private func query(of view: Node) -> [WrittenExpression] {
        guard let start = view.location, let word = word("as", from: start) else { return [] }
        return made(.view, of: view, word.upperBound..<text.count)
    }

    private func policy(_ node: Node) -> [WrittenExpression] {
        guard let name = node["policy_name"].string, let start = node["table"].location else { return [] }
        let using = node["qual"].exists ? word("using", from: start).flatMap { group(from: $0.upperBound) } : nil
        let check = node["with_check"].exists ? word("check", from: start).flatMap { group(from: $0.upperBound) } : nil
        return made(.using(policy: name), of: node["table"], using) + made(.withCheck(policy: name), of: node["table"], check)
    }

    // MARK: Places

    /// The tokens of a text, with the number of parentheses and brackets that each is in; those themselves count as outside.
    private static func tokens(of text: [UInt8]) -> [Token] {
        var lexer = PsqlLexer(text)
        var found: [Token] = []
        var depth = 0
        while let token = lexer.next() {
            let byte = text[token.range.lowerBound]
            if token.kind == .close || token.kind == .other && byte == UInt8(ascii: "]") { depth -= 1 }
            found.append(Token(kind: token.kind, range: token.range, depth: depth))
            if token.kind == .open || token.kind == .other && byte == UInt8(ascii: "[") { depth += 1 }
        }
        return found
    }

    /// The first token at a place or behind it that is as wanted, given its depth against that of the first.
    private func first(from start: Int, _ isWanted: (Token, _ depth: Int) -> Bool) -> Token? {
        guard let begin = tokens.firstIndex(where: { $0.range.lowerBound >= start }) else { return nil }
        let base = tokens[begin].depth
        return tokens[begin...].first { isWanted($0, $0.depth - base) }
    }

    private func place(of kind: PsqlLexer.Kind, from start: Int) -> Int? {
        first(from: start) { $0.kind == kind && $1 == 0 }?.range.lowerBound
    }

    /// The text between the next pair of parentheses.
    private func group(from start: Int) -> Range<Int>? {
        guard let open = place(of: .open, from: start) else { return nil }
        return first(from: open) { $0.kind == .close && $1 == 0 }.map { open + 1..<$0.range.lowerBound }
    }

    /// A word outside of parentheses.
    private func word(_ word: String, from start: Int) -> Range<Int>? {
        first(from: start) { token, depth in
            depth == 0 && token.kind == .word && String(decoding: text[token.range], as: UTF8.self).lowercased() == word
        }?.range
    }

    /// The text from a place to the end of a column definition, or to its next clause.
    private func rest(from start: Int, before places: [Int]) -> Range<Int> {
        let end = first(from: start) { token, depth in
            places.contains(token.range.lowerBound) || depth < 0
                || depth == 0 && token.kind == .other && text[token.range.lowerBound] == UInt8(ascii: ",")
        }
        return start..<(end?.range.lowerBound ?? text.count)
    }
}
