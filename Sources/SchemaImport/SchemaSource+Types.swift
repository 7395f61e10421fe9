import SchemaModel

extension SchemaSource {
    /// Enums, domains, composite and range types: those that can be said; the rest is left to raw SQL.
    mutating func userTypes(_ roots: [Fact]) {
        let kinds: [ObjectKind] = [.enumType, .rangeType, .domain, .compositeType]
        for kind in kinds {
            var texts: [ObjectID: [String]] = [:]
            for root in roots where root.id.kind == kind {
                guard let schema = schema(of: root.id), let text = userType(root) else { continue }
                texts[schema, default: []].append(text)
            }
            for (schema, texts) in texts.sorted(by: { $0.key < $1.key }) {
                let title = ["enum type": "Enums", "domain": "Domains", "range type": "Ranges"][kind.rawValue] ?? "Composites"
                file(in: folder(schema.name), title, texts.joined(separator: "\n"))
            }
        }
    }

    private mutating func userType(_ fact: Fact) -> String? {
        switch fact.id.kind {
        case .enumType: enumType(fact)
        case .domain: domain(fact)
        case .compositeType: compositeType(fact)
        case .rangeType: rangeType(fact)
        default: nil
        }
    }

    private mutating func register(_ id: ObjectID, _ expression: String, _ type: TypeText) {
        types[SQL.qualified(id.schema, id.name)] = type
        schemas[.schema(id.schema ?? "")]?.types.append(expression)
    }

    private mutating func enumType(_ fact: Fact) -> String? {
        guard let labels = fact.texts(.labels), !labels.isEmpty, has(fact, only: [.labels]) else { return nil }
        let type = typeName(fact.id.name, suffix: "Label")
        enumTypes.insert(type)
        var names = SwiftNames(reserved: [
            "type", "self", "Self", "Type", "allCases", "rawValue", "init", "none", "sqlLiteral", "sql",
        ])
        var cases: [String: String] = [:]
        let lines = labels.map { label -> String in
            let name = names.member(label, suffix: "Label")
            cases[label] = name
            let isRaw = name.filter { $0 != "`" } != label
            return "    case \(name)" + (isRaw ? " = \(rawLiteral(label))" : "") + "\n"
        }
        self.labels[fact.id] = cases
        register(fact.id, "\(type).type", TypeText(expression: ".enum(\(type).self)", value: type))
        declare(fact, only: [.labels])
        let comment = comment(on: fact.id).map { ", comment: \(SwiftText.literal($0))" } ?? ""
        return """
            enum \(type): String, SQLEnum {
            \(lines.joined())
                static let type = EnumType(\(type).self, name: \(SwiftText.literal(fact.id.name))\(comment))
            }

            """
    }

    /// The raw value of a case, which cannot be a literal of several lines.
    private func rawLiteral(_ text: String) -> String {
        text.contains("\n")
            ? "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
            : SwiftText.literal(text)
    }

    private mutating func domain(_ fact: Fact) -> String? {
        let constraints = children(fact.id, .constraint)
        let checks = constraints.compactMap { constraint -> (Fact, String)? in
            guard !constraint.bool(.notValid), let text = Self.inside("CHECK (", constraint.text(.definition)) else { return nil }
            return (constraint, text)
        }
        guard has(fact, only: [.type, .notNull, .expression]), checks.count == constraints.count else { return nil }
        let member = memberName(fact.id.name, suffix: "Domain")
        let base = TypeText.of(fact.text(.type) ?? "text", declared: types)
        var arguments = [SwiftText.literal(fact.id.name), base.expression]
        if fact.bool(.notNull) { arguments.append("notNull: true") }
        if let expression = fact.text(.expression) { arguments.append("default: .sql(\(SwiftText.literal(expression)))") }
        if !checks.isEmpty {
            let list = checks.map { "\(SwiftText.literal($0.0.id.name)): \(SwiftText.literal(Self.withoutParentheses($0.1)))" }
            arguments.append("checks: " + SwiftText.list(list, indent: "        ", open: "[", close: "]"))
        }
        declare(fact, only: [.type, .notNull, .expression])
        for (constraint, _) in checks { declare(constraint, only: [.constraintType, .definition]) }
        if let comment = comment(on: fact.id) { arguments.append("comment: \(SwiftText.literal(comment))") }
        register(fact.id, member, TypeText(expression: ".domain(\(namespace).\(member))", value: base.value))
        return statement(member, "Domain\(base.generic)", arguments)
    }

    private mutating func compositeType(_ fact: Fact) -> String? {
        guard let fields = fact[.viewColumns]?.list?.map({ $0.object ?? [:] }), has(fact, only: [.viewColumns]),
            fields.allSatisfy({ $0["collation"] == nil })
        else { return nil }
        let member = memberName(fact.id.name, suffix: "Type")
        let list = fields.map { field in
            let type = TypeText.of(field["type"]?.text ?? "text", declared: types)
            let name = SwiftText.literal(field["name"]?.text ?? "")
            return type.isOpaque ? "Field(\(name), ColumnType<Opaque>\(type.expression))" : "Field(\(name), \(type.expression))"
        }
        var arguments = [SwiftText.literal(fact.id.name)]
        if let first = list.first { arguments += ["fields: \(first)"] + list.dropFirst() } else { return nil }
        declare(fact, only: [.viewColumns])
        if let comment = comment(on: fact.id) { arguments.append("comment: \(SwiftText.literal(comment))") }
        register(fact.id, member, TypeText(expression: ".composite(\(namespace).\(member))", value: "Opaque"))
        return statement(member, "CompositeType", arguments)
    }

    private mutating func rangeType(_ fact: Fact) -> String? {
        guard has(fact, only: [.subtype, .multirange]), let multirange = fact.texts(.multirange), multirange.count == 2,
            multirange[0] == fact.id.schema
        else { return nil }
        let subtype = TypeText.of(fact.text(.subtype) ?? "", declared: [:])
        guard !subtype.isOpaque else { return nil }
        let member = memberName(fact.id.name, suffix: "Range")
        var arguments = [
            SwiftText.literal(fact.id.name), "of: \(subtype.expression)", "multirange: \(SwiftText.literal(multirange[1]))",
        ]
        declare(fact, only: [.subtype, .multirange])
        if let comment = comment(on: fact.id) { arguments.append("comment: \(SwiftText.literal(comment))") }
        register(fact.id, member, TypeText(expression: ".range(\(namespace).\(member))", value: "SQLRange<\(subtype.value)>"))
        return statement(member, "RangeType", arguments)
    }

    /// `static let member = Type(arguments)` in the namespace.
    func statement(_ member: String, _ type: String, _ arguments: [String]) -> String {
        let list = SwiftText.list(arguments, indent: "    ", open: "(", close: ")").replacing(",\n    )", with: "\n    )")
        return "extension \(namespace) {\n    static let \(member) = \(type)\(list)\n}\n"
    }

    /// The text between a beginning and the parenthesis that ends the whole; nil where something follows it.
    static func inside(_ start: String, _ text: String?) -> String? {
        guard let text, text.hasPrefix(start), text.hasSuffix(")") else { return nil }
        let inner = String(text.dropFirst(start.count).dropLast())
        return isBalanced(inner) ? inner : nil
    }

    /// A condition without the parentheses that PostgreSQL puts around all of it.
    static func withoutParentheses(_ text: String) -> String {
        guard text.hasPrefix("("), text.hasSuffix(")") else { return text }
        let inner = String(text.dropFirst().dropLast())
        return isBalanced(inner) ? inner : text
    }

    /// True when no parenthesis closes that did not open, outside quotes.
    private static func isBalanced(_ text: String) -> Bool {
        var depth = 0
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
                if depth < 0 { return false }
            }
        }
        return depth == 0 && quote == nil
    }

    // MARK: Sequences

    /// Sequences of their own. That of a serial column comes with the column.
    mutating func sequences(_ roots: [Fact]) {
        var texts: [ObjectID: [String]] = [:]
        for fact in roots where fact.id.kind == .sequence {
            guard let schema = schema(of: fact.id), serialColumn(of: fact) == nil else { continue }
            let member = memberName(fact.id.name, suffix: "Sequence")
            var arguments = [SwiftText.literal(fact.id.name)]
            let type = fact.text(.type) ?? "bigint"
            if type != "bigint" { arguments.append("type: .\(type)") }
            for (label, attribute) in [
                ("start", Attribute.start), ("increment", .increment), ("minimum", .minimum), ("maximum", .maximum),
                ("cache", .cache),
            ] {
                guard let value = fact.integer(attribute), value != Self.usual(attribute, fact) else { continue }
                arguments.append("\(label): \(value)")
            }
            if fact.bool(.cycle) { arguments.append("cycle: true") }
            declare(fact, only: [.type, .start, .increment, .minimum, .maximum, .cache, .cycle])
            texts[schema, default: []].append(statement(member, "DatabaseSequence", arguments))
            schemas[schema]?.sequences.append(member)
        }
        for (schema, texts) in texts.sorted(by: { $0.key < $1.key }) {
            file(in: folder(schema.name), "Sequences", texts.joined(separator: "\n"))
        }
    }

    /// PostgreSQL's defaults for the options of a sequence.
    static func usual(_ attribute: Attribute, _ fact: Fact) -> Int? {
        let isAscending = (fact.integer(.increment) ?? 1) > 0
        let largest: Int =
            switch fact.text(.type) {
            case "smallint": Int(Int16.max)
            case "integer": Int(Int32.max)
            default: .max
            }
        switch attribute {
        case .increment, .cache: return 1
        case .minimum: return isAscending ? 1 : -largest - 1
        case .maximum: return isAscending ? largest : -1
        case .start: return isAscending ? fact.integer(.minimum) ?? 1 : fact.integer(.maximum) ?? -1
        default: return nil
        }
    }

    /// The column that a sequence makes a `serial`, as PostgreSQL would have made both.
    func serialColumn(of sequence: Fact) -> ObjectID? {
        guard let owner = sequence.texts(.ownedBy), owner.count == 3, owner[0] == sequence.id.schema else { return nil }
        let table = ObjectID.table(owner[0], owner[1])
        let id = ObjectID.column(owner[2], of: table)
        guard tables[table] != nil, let column = facts[id], let type = column.text(.type), type == sequence.text(.type),
            ["smallint", "integer", "bigint"].contains(type), column.bool(.notNull), column[.identity] == nil,
            sequence.id.name == DefaultName.make(owner[1], owner[2], "seq"), sequence[.persistence] == nil,
            facts[.columnDefault(of: id)]?.text(.expression)
                == "nextval(\(SQL.literal(SQL.qualified(sequence.id.schema, sequence.id.name)))::regclass)",
            [Attribute.start, .increment, .minimum, .maximum, .cache].allSatisfy({
                sequence[$0] == nil || sequence.integer($0) == Self.usual($0, sequence)
            }), !sequence.bool(.cycle)
        else { return nil }
        return id
    }
}
