import SchemaModel

extension SchemaSource {
    /// The properties of a table itself that a declaration can express.
    private static let tableAttributes: Set<Attribute> = [
        .persistence, .partitionBy, .options, .rowSecurity, .forceRowSecurity, .replicaIdentity, .toastOptions,
    ]

    /// True when Swift has words for the table as such; its parts may still be left to raw SQL.
    func isDeclarable(table fact: Fact) -> Bool {
        let columns = children(fact.id, .column)
        guard has(fact, only: Self.tableAttributes), !columns.isEmpty, columns.allSatisfy({ !$0.bool(.inherited) }) else {
            return false
        }
        return fact[.partitionBy] == nil || partitioning(fact) != nil
    }

    mutating func nameColumns(of table: ObjectID) {
        var names = SwiftNames(reserved: SwiftNames.reservedMembers)
        // `let name = Column("x", .enum(name.self))` would refer to itself.
        for type in enumTypes { names.reserve(type) }
        for column in columns(of: table) {
            let type = TypeText.of(column.text(.type) ?? "text", declared: types)
            tables[table]?.columns[column.id.name] = (names.member(column.id.name, suffix: "Column"), type)
        }
    }

    private func columns(of table: ObjectID) -> [Fact] {
        children(table, .column).sorted { ($0.integer(.position) ?? 0, $0.id.name) < ($1.integer(.position) ?? 0, $1.id.name) }
    }

    /// A column of a table as its own class writes it.
    func property(_ column: String, of table: ObjectID) -> String? { tables[table]?.columns[column]?.property }

    func properties(_ columns: [String], of table: ObjectID) -> [String]? {
        let names = columns.compactMap { property($0, of: table) }
        return names.count == columns.count ? names : nil
    }

    // MARK: The class

    mutating func table(_ fact: Fact) {
        guard let names = tables[fact.id], let schema = schema(of: fact.id) else { return }
        declare(fact, only: Self.tableAttributes.subtracting([.toastOptions]))
        let primaryKey = columnOfPrimaryKey(fact.id)
        let lines = columns(of: fact.id).compactMap { column(primaryKey, $0, of: fact.id) }
        let items = body(fact, primaryKey)
        var text = "final class \(names.type): Table, Sendable {\n"
        if Self.snakeCase(names.type) != fact.id.name {
            text += "    static let relationName = \(SwiftText.literal(fact.id.name))\n\n"
        }
        text += lines.map { "    \($0)\n" }.joined()
        if !items.isEmpty {
            text += "\n    var body: TableBody {\n" + items.map { "        \($0)\n" }.joined() + "    }\n"
        }
        text += "}\n\nextension \(namespace) {\n    static let \(names.member) = \(names.type)()\n}\n"
        file(in: folder(schema.name), names.type, text)
        schemas[schema]?.tables.append(names.member)
    }

    /// As the library makes a name of a type.
    static func snakeCase(_ name: String) -> String {
        var out = ""
        var previous: Character = "_"
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : "_"
            let startsWord = character.isUppercase && previous != "_" && (!previous.isUppercase || next.isLowercase)
            if startsWord { out += "_" }
            out += character.lowercased()
            previous = character
        }
        return out
    }

    private mutating func column(_ primaryKey: String?, _ fact: Fact, of table: ObjectID) -> String? {
        guard let (property, columnType) = tables[table]?.columns[fact.id.name] else { return nil }
        var type = columnType
        var modifiers = ""
        let isPrimaryKey = primaryKey == fact.id.name
        let serial = serialSequence(of: fact.id)
        if serial != nil,
            let word = ["smallint": ".smallserial", "integer": ".serial", "bigint": ".bigserial"][fact.text(.type) ?? ""]
        {
            type.expression = word
        } else if let identity = fact.text(.identity) {
            modifiers += ".identity(\(identityArguments(fact, identity)))"
        } else if fact.bool(.notNull), !isPrimaryKey {
            modifiers += ".notNull()"
        }
        if isPrimaryKey { modifiers += ".primaryKey()" }
        if let generated = fact.text(.generated) {
            let kind = fact.text(.generatedKind) == "virtual" ? ", .virtual" : ""
            modifiers += ".generated(sql: \(SwiftText.literal(Self.withoutParentheses(generated)))\(kind))"
        }
        let defaultID = ObjectID.columnDefault(of: fact.id)
        if let expression = facts[defaultID]?.text(.expression), let fact = facts[defaultID] {
            if serial == nil { modifiers += ".default(\(defaultText(expression, type)))" }
            declare(fact, only: [.expression])
        }
        if let collation = fact.text(.collation), let parts = SQL.parts(ofQualifiedName: collation), parts.count == 2 {
            modifiers += ".collation(\(SwiftText.literal(parts[0])), \(SwiftText.literal(parts[1])))"
        }
        if let storage = fact.text(.storage) { modifiers += ".storage(.\(storage))" }
        if let method = fact.text(.compression) { modifiers += ".compression(.\(method))" }
        if let target = fact.integer(.statisticsTarget) { modifiers += ".statistics(\(target))" }
        declareColumn(fact)
        if let serial { declare(serial, only: [.type, .ownedBy]) }
        if let comment = comment(on: fact.id) { modifiers += ".comment(\(SwiftText.literal(comment)))" }
        return "let \(property) = Column\(type.generic)(\(SwiftText.literal(fact.id.name)), \(type.expression))\(modifiers)"
    }

    private mutating func declareColumn(_ fact: Fact) {
        var declared = fact
        if var options = fact[.identityOptions]?.object {
            options["name"] = nil
            declared[.identityOptions] = options.isEmpty ? nil : .object(options)
        }
        declare(
            declared,
            only: [
                .type, .position, .notNull, .identity, .identityOptions, .generated, .generatedKind, .collation, .storage,
                .compression,
                .statisticsTarget,
            ])
    }

    private func identityArguments(_ fact: Fact, _ identity: String) -> String {
        var arguments = [identity == "always" ? ".always" : ".byDefault"]
        let options = fact[.identityOptions]?.object ?? [:]
        for key in ["start", "increment", "minimum", "maximum", "cache"] {
            if let value = options[key]?.integer { arguments.append("\(key): \(value)") }
        }
        if options["cycle"] == .bool(true) { arguments.append("cycle: true") }
        return arguments.joined(separator: ", ")
    }

    private func serialSequence(of column: ObjectID) -> Fact? {
        guard let table = column.parent, let schema = table.schema else { return nil }
        let id = ObjectID(.sequence, schema: schema, DefaultName.make(table.name, column.name, "seq"))
        guard let sequence = facts[id], serialColumn(of: sequence) == column else { return nil }
        return sequence
    }

    private func defaultText(_ expression: String, _ type: TypeText) -> String {
        switch (expression, type.value) {
        case ("now()", "Date"), ("now()", "LocalTimestamp"): return ".now"
        case ("gen_random_uuid()", "UUID"): return ".genRandomUUID"
        case ("'{}'::jsonb", "JSON"): return ".emptyObject"
        case ("'[]'::jsonb", "JSON"): return ".emptyList"
        case ("true", "Bool"), ("false", "Bool"): return expression
        default: break
        }
        if ["Int16", "Int32", "Int64", "Decimal"].contains(type.value), expression.wholeMatch(of: #/[0-9]{1,4}/#) != nil {
            return expression
        }
        if type.value == "String", let match = expression.wholeMatch(of: #/'([^'\\]*)'::(text|character varying)/#) {
            return SwiftText.literal(String(match.1))
        }
        if let match = expression.wholeMatch(of: #/'((?:[^'\\]|'')*)'::(.+)/#),
            let declared = labels.first(where: { SQL.qualified($0.key.schema, $0.key.name) == String(match.2) }),
            types[String(match.2)]?.value == type.value, let name = declared.value[String(match.1).replacing("''", with: "'")]
        {
            return ".\(name)"
        }
        return ".sql(\(SwiftText.literal(expression)))"
    }

    // MARK: The body

    private mutating func body(_ fact: Fact, _ primaryKey: String?) -> [String] {
        var items: [String] = []
        if let partitioning = partitioning(fact) { items.append(partitioning) }
        if fact.text(.persistence) == "unlogged" { items.append("TableSetting.unlogged") }
        for (name, value) in (fact[.options]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            items.append("TableSetting.option(\(SwiftText.literal(name)), \(SwiftText.literal(value.text ?? value.json)))")
        }
        if let identity = replicaIdentity(fact) { items.append("TableSetting.replicaIdentity(\(identity))") }
        items += constraints(of: fact.id, besides: primaryKey)
        items += indexes(of: fact.id)
        if fact.bool(.rowSecurity) {
            items.append(fact.bool(.forceRowSecurity) ? "RowSecurity.forced" : "RowSecurity.enabled")
            items += policies(of: fact.id)
        }
        items += triggers(of: fact.id)
        items += grants(on: fact.id)
        for column in columns(of: fact.id) {
            if let property = property(column.id.name, of: fact.id) { items += grants(on: column.id, columns: property) }
        }
        if let comment = comment(on: fact.id) { items.append("TableComment(\(SwiftText.literal(comment, indent: "        ")))") }
        return items
    }

    private func replicaIdentity(_ fact: Fact) -> String? {
        switch fact.text(.replicaIdentity) {
        case "full": ".full"
        case "nothing": ".nothing"
        case "index":
            (children[fact.id] ?? []).first { $0.bool(.isReplicaIdentity) }.map { ".index(\(SwiftText.literal($0.id.name)))" }
        default: nil
        }
    }

    /// `Partitioned(by: …)`, where the keys are columns.
    func partitioning(_ fact: Fact) -> String? {
        guard let text = fact.text(.partitionBy), let match = text.wholeMatch(of: #/(RANGE|LIST|HASH) \(([^()]*)\)/#) else {
            return nil
        }
        let names = match.2.split(separator: ", ").map(String.init)
        let columns = names.compactMap { name -> String? in
            guard let parts = SQL.parts(ofQualifiedName: name), parts.count == 1, facts[.column(parts[0], of: fact.id)] != nil
            else {
                return nil
            }
            return parts[0]
        }
        guard columns.count == names.count, !columns.isEmpty else { return nil }
        guard let properties = properties(columns, of: fact.id) else { return "" }
        return "Partitioned(by: .\(match.1.lowercased()), \(properties.joined(separator: ", ")))"
    }

    // MARK: Partitions

    /// A partition that has nothing but its bounds; what else it has is left to raw SQL.
    mutating func partition(_ fact: Fact) {
        guard let parent = fact.texts(.partitionOf), parent.count == 2, let schema = schema(of: fact.id),
            let names = tables[.table(parent[0], parent[1])], let bound = fact.text(.partitionBound),
            has(fact, only: [.partitionOf, .partitionBound, .rowSecurity, .forceRowSecurity])
        else { return }
        let member = memberName(fact.id.name, suffix: "Partition")
        var arguments = [SwiftText.literal(fact.id.name), "of: \(names.member)", Self.bound(bound)]
        if fact.bool(.rowSecurity) { arguments.append("rowSecurity: \(fact.bool(.forceRowSecurity) ? ".forced" : ".enabled")") }
        declare(fact, only: [.partitionOf, .partitionBound, .rowSecurity, .forceRowSecurity])
        if let comment = comment(on: fact.id) { arguments.append("comment: \(SwiftText.literal(comment))") }
        file(in: folder(schema.name), "\(folder(fact.id.name)).partition", statement(member, "Partition", arguments))
        schemas[schema]?.partitions.append(member)
    }

    private static func bound(_ text: String) -> String {
        if text == "DEFAULT" { return ".default" }
        if let match = text.wholeMatch(of: #/FOR VALUES FROM \(('[^']*')\) TO \(('[^']*')\)/#) {
            return ".range(from: \(SwiftText.literal(String(match.1))), to: \(SwiftText.literal(String(match.2))))"
        }
        if let match = text.wholeMatch(of: #/FOR VALUES WITH \(modulus (\d+), remainder (\d+)\)/#) {
            return ".hash(modulus: \(match.1), remainder: \(match.2))"
        }
        return ".sql(\(SwiftText.literal(text)))"
    }
}
