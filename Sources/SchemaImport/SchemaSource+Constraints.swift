import SchemaModel

extension SchemaSource {
    private static let constraintAttributes: Set<Attribute> = [.constraintType, .definition, .noInherit]

    /// The column that is the primary key by itself, under PostgreSQL's own name.
    func columnOfPrimaryKey(_ table: ObjectID) -> String? {
        let keys = children(table, .constraint).filter { $0.text(.constraintType) == "primary key" }
        guard keys.count == 1, let key = keys.first, let columns = key.texts(.columns), columns.count == 1,
            has(key, only: Self.constraintAttributes), key.id.name == DefaultName.make(table.name, nil, "pkey"),
            key.text(.definition) == "PRIMARY KEY (\(SQL.identifier(columns[0])))"
        else { return nil }
        return columns[0]
    }

    /// Notes the keys of a table that Swift declares: a foreign key can refer to them.
    mutating func keys(of table: ObjectID) {
        for fact in children(table, .constraint) where key(fact, of: table) != nil {
            if let columns = fact.texts(.columns) { tables[table]?.keys.insert(Set(columns)) }
        }
        for fact in children(table, .index) where fact.bool(.unique) {
            guard let columns = plainColumns(ofIndex: fact, of: table) else { continue }
            tables[table]?.keys.insert(Set(columns))
        }
    }

    mutating func constraints(of table: ObjectID, besides primaryKey: String?) -> [String] {
        var items: [String] = []
        let order = ["primary key", "unique", "check", "exclude", "foreign key"]
        let constraints = children(table, .constraint).sorted { a, b in
            let places = [a, b].map { order.firstIndex(of: $0.text(.constraintType) ?? "") ?? order.count }
            return (places[0], a.id.name) < (places[1], b.id.name)
        }
        for fact in constraints {
            let type = fact.text(.constraintType)
            if type == "primary key", let primaryKey, fact.texts(.columns) == [primaryKey] {
                declare(fact, only: Self.constraintAttributes.union([.columns]))
                continue
            }
            guard let item = constraint(fact, of: table) else { continue }
            declare(fact, only: Self.constraintAttributes.union([.columns]))
            items.append(item)
        }
        return items
    }

    private func constraint(_ fact: Fact, of table: ObjectID) -> String? {
        switch fact.text(.constraintType) {
        case "primary key", "unique": key(fact, of: table)
        case "check": check(fact)
        case "exclude": exclude(fact)
        case "foreign key": foreignKey(fact, of: table)
        default: nil
        }
    }

    private func key(_ fact: Fact, of table: ObjectID) -> String? {
        guard let definition = fact.text(.definition), let columns = fact.texts(.columns),
            has(fact, only: Self.constraintAttributes),
            let properties = properties(columns, of: table), let type = fact.text(.constraintType)
        else { return nil }
        let isPrimary = type == "primary key"
        guard isPrimary || type == "unique" else { return nil }
        let list = columns.map { SQL.identifier($0) }.joined(separator: ", ")
        var rest = definition
        func take(_ text: String) -> Bool {
            guard rest.hasPrefix(text) else { return false }
            rest.removeFirst(text.count)
            return true
        }
        guard take(isPrimary ? "PRIMARY KEY" : "UNIQUE") else { return nil }
        var arguments = properties
        let defaultName =
            isPrimary
            ? DefaultName.make(table.name, nil, "pkey") : DefaultName.make(table.name, DefaultName.columns(columns), "key")
        if fact.id.name != defaultName { arguments.append("name: \(SwiftText.literal(fact.id.name))") }
        if take(" NULLS NOT DISTINCT") { arguments.append("nullsNotDistinct: true") }
        guard take(" (\(list))") else { return nil }
        if let match = rest.prefixMatch(of: #/ INCLUDE \(([^()]*)\)/#) {
            let names = match.1.split(separator: ", ").compactMap { SQL.parts(ofQualifiedName: String($0))?.first }
            guard let included = self.properties(names, of: table) else { return nil }
            arguments.append("include: [\(included.joined(separator: ", "))]")
            rest = String(rest[match.range.upperBound...])
        }
        if let deferrable = Self.deferrable(rest) {
            arguments.append(deferrable)
            rest = ""
        }
        return rest.isEmpty ? "\(isPrimary ? "PrimaryKey" : "Unique")(\(arguments.joined(separator: ", ")))" : nil
    }

    private static func deferrable(_ text: String) -> String? {
        switch text {
        case " DEFERRABLE": "deferrable: .initiallyImmediate"
        case " DEFERRABLE INITIALLY DEFERRED": "deferrable: .initiallyDeferred"
        default: nil
        }
    }

    private func check(_ fact: Fact) -> String? {
        guard var definition = fact.text(.definition), has(fact, only: Self.constraintAttributes) else { return nil }
        let isNoInherit = fact.bool(.noInherit)
        if isNoInherit {
            guard definition.hasSuffix(" NO INHERIT") else { return nil }
            definition.removeLast(" NO INHERIT".count)
        }
        guard let condition = Self.inside("CHECK (", definition) else { return nil }
        let text = SwiftText.literal(Self.withoutParentheses(condition), indent: "        ")
        return "Check(sql: \(text), name: \(SwiftText.literal(fact.id.name))\(isNoInherit ? ", noInherit: true" : ""))"
    }

    private func exclude(_ fact: Fact) -> String? {
        guard let definition = fact.text(.definition), definition.hasPrefix("EXCLUDE "),
            has(fact, only: Self.constraintAttributes)
        else {
            return nil
        }
        return
            "Exclude(\(SwiftText.literal(fact.id.name)), sql: \(SwiftText.literal(String(definition.dropFirst("EXCLUDE ".count)))))"
    }

    // MARK: Foreign keys

    private static let actions = [
        "RESTRICT": ".restrict", "CASCADE": ".cascade", "SET NULL": ".setNull", "SET DEFAULT": ".setDefault",
    ]

    private func foreignKey(_ fact: Fact, of table: ObjectID) -> String? {
        guard let definition = fact.text(.definition), let columns = fact.texts(.columns),
            let referenced = fact.texts(.referencedColumns),
            has(fact, only: Self.constraintAttributes), let own = properties(columns, of: table),
            let target = target(of: definition, columns, referenced), let names = tables[target],
            names.keys.contains(Set(referenced)),
            let theirs = properties(referenced, of: target)
        else { return nil }
        let beginning = Self.foreignKeyStart(columns, referenced, target)
        let pattern =
            #/( MATCH FULL)?(?: ON UPDATE (RESTRICT|CASCADE|SET NULL|SET DEFAULT))?(?: ON DELETE (RESTRICT|CASCADE|SET NULL|SET DEFAULT)(?: \(([^()]*)\))?)?( DEFERRABLE(?: INITIALLY DEFERRED)?)?/#
        guard let match = definition.dropFirst(beginning.count).wholeMatch(of: pattern) else { return nil }
        let remote = theirs.map { target == table ? $0 : "\(namespace).\(names.member).\($0)" }
        var rest: [String] = []
        if fact.id.name != DefaultName.make(table.name, DefaultName.columns(columns), "fkey") {
            rest.append("name: \(SwiftText.literal(fact.id.name))")
        }
        if let action = match.3, let word = Self.actions[String(action)] { rest.append("onDelete: \(word)") }
        if let action = match.2, let word = Self.actions[String(action)] { rest.append("onUpdate: \(word)") }
        var needsList = false
        if let list = match.4 {
            let names = list.split(separator: ", ").compactMap { SQL.parts(ofQualifiedName: String($0))?.first }
            guard let set = properties(names, of: table) else { return nil }
            rest.append("setting: [\(set.joined(separator: ", "))]")
            needsList = true
        }
        if match.1 != nil {
            rest.append("matchFull: true")
            needsList = true
        }
        if let text = match.5, let deferrable = Self.deferrable(String(text)) { rest.append(deferrable) }
        let types = (tables[table]?.columns[columns[0]]?.type.value, names.columns[referenced[0]]?.type.value)
        let isSimple = own.count == 1 && !needsList && types.0 == types.1 && types.0 != nil
        let keys =
            isSimple
            ? [own[0], "references: \(remote[0])"]
            : ["[\(own.joined(separator: ", "))]", "references: [\(remote.joined(separator: ", "))]"]
        return "ForeignKey(\((keys + rest).joined(separator: ", ")))"
    }

    private static func foreignKeyStart(_ columns: [String], _ referenced: [String], _ target: ObjectID) -> String {
        let lists = [columns, referenced].map { $0.map { SQL.identifier($0) }.joined(separator: ", ") }
        return "FOREIGN KEY (\(lists[0])) REFERENCES \(SQL.qualified(target.schema, target.name))(\(lists[1]))"
    }

    /// The table that a foreign key refers to, among those that Swift declares.
    private func target(of definition: String, _ columns: [String], _ referenced: [String]) -> ObjectID? {
        let list = columns.map { SQL.identifier($0) }.joined(separator: ", ")
        let start = "FOREIGN KEY (\(list)) REFERENCES "
        guard definition.hasPrefix(start) else { return nil }
        var rest = definition.dropFirst(start.count)
        guard let schema = SQL.takeIdentifier(&rest), rest.first == "." else { return nil }
        rest.removeFirst()
        guard let name = SQL.takeIdentifier(&rest) else { return nil }
        let id = ObjectID.table(schema, name)
        return tables[id] != nil && definition.hasPrefix(Self.foreignKeyStart(columns, referenced, id)) ? id : nil
    }

    // MARK: Indexes

    private static let methods: Set<String> = ["btree", "hash", "gist", "spgist", "gin", "brin"]

    /// Columns, method, condition of an index that has no more than these; its keys as Swift writes them.
    private func plainIndex(_ fact: Fact, of relation: ObjectID) -> (keys: [String], columns: [String], rest: [String])? {
        let pattern = #/USING ([a-z]+) \(([^()]*)\)(?: INCLUDE \(([^()]*)\))?( NULLS NOT DISTINCT)?(?: WHERE (.*))?/#
            .dotMatchesNewlines()
        guard let body = fact.text(.body), let match = body.wholeMatch(of: pattern), Self.methods.contains(String(match.1)) else {
            return nil
        }
        var keys: [String] = []
        var columns: [String] = []
        for key in match.2.split(separator: ", ") {
            var rest = key
            guard let name = SQL.takeIdentifier(&rest), let property = property(name, of: relation) else { return nil }
            switch rest {
            case "": keys.append(property)
            case " DESC": keys.append("\(property).descending")
            case " NULLS FIRST": keys.append("\(property).nullsFirst")
            case " DESC NULLS LAST": keys.append("\(property).descending.nullsLast")
            default: return nil
            }
            columns.append(name)
        }
        guard !keys.isEmpty else { return nil }
        var rest: [String] = match.1 == "btree" ? [] : ["using: .\(match.1)"]
        if fact.bool(.unique) { rest.append("unique: true") }
        if match.4 != nil { rest.append("nullsNotDistinct: true") }
        if let list = match.3 {
            let names = list.split(separator: ", ").compactMap { SQL.parts(ofQualifiedName: String($0))?.first }
            guard let included = properties(names, of: relation) else { return nil }
            rest.append("include: [\(included.joined(separator: ", "))]")
        }
        if let condition = match.5 {
            rest.append("where: Predicate(sql: \(SwiftText.literal(Self.withoutParentheses(String(condition)))))")
        }
        return (keys, columns, rest)
    }

    /// The columns of a unique index over all rows.
    private func plainColumns(ofIndex fact: Fact, of table: ObjectID) -> [String]? {
        guard fact[.attachedTo] == nil, let index = plainIndex(fact, of: table),
            !index.rest.contains(where: { $0.hasPrefix("where:") })
        else { return nil }
        return index.columns
    }

    mutating func indexes(of relation: ObjectID) -> [String] {
        var items: [String] = []
        for fact in children(relation, .index) where fact[.attachedTo] == nil && !fact.bool(.invalid) {
            guard let body = fact.text(.body) else { continue }
            declare(fact, only: [.unique, .body, .isReplicaIdentity])
            let comment = comment(on: fact.id).map { ["comment: \(SwiftText.literal($0))"] } ?? []
            let name = SwiftText.literal(fact.id.name)
            let arguments: [String]
            if let index = plainIndex(fact, of: relation) {
                arguments = [name, "on: \(index.keys.joined(separator: ", "))"] + index.rest + comment
            } else {
                let unique = fact.bool(.unique) ? ["unique: true"] : []
                arguments = [name, "sql: \(SwiftText.literal(body, indent: "        "))"] + unique + comment
            }
            items.append("Index(\(arguments.joined(separator: ", ")))")
        }
        return items
    }

    // MARK: Policies and triggers

    mutating func policies(of table: ObjectID) -> [String] {
        var items: [String] = []
        for fact in children(table, .policy) {
            guard has(fact, only: [.restrictive, .command, .roles, .using, .withCheck]), let command = fact.text(.command),
                let roles = fact.texts(.roles)
            else { continue }
            var arguments = [SwiftText.literal(fact.id.name)]
            if command != "all" { arguments.append("for: .\(command)") }
            if roles != ["PUBLIC"] { arguments.append("to: \(roles.map(Self.role).joined(separator: ", "))") }
            if fact.bool(.restrictive) { arguments.append("restrictive: true") }
            for (label, attribute) in [("using", Attribute.using), ("withCheck", .withCheck)] {
                guard let condition = fact.text(attribute) else { continue }
                let text = SwiftText.literal(Self.withoutParentheses(condition), indent: "        ")
                arguments.append("\(label): Predicate(sql: \(text))")
            }
            for role in roles { uses(role: role) }
            declare(fact)
            items.append("Policy(\(arguments.joined(separator: ", ")))")
        }
        return items
    }

    mutating func triggers(of table: ObjectID) -> [String] {
        var items: [String] = []
        for fact in children(table, .trigger) where !fact.bool(.inherited) {
            let isConstraint = fact.bool(.isConstraint)
            let start = "CREATE \(isConstraint ? "CONSTRAINT " : "")TRIGGER \(SQL.identifier(fact.id.name)) "
            guard let definition = fact.text(.definition), definition.hasPrefix(start),
                has(fact, only: [.definition, .enabled, .isConstraint])
            else { continue }
            var arguments = [
                SwiftText.literal(fact.id.name),
                "sql: \(SwiftText.literal(String(definition.dropFirst(start.count)), indent: "        "))",
            ]
            if isConstraint { arguments.append("isConstraint: true") }
            if let enabled = fact.text(.enabled) { arguments.append("enabled: .\(enabled)") }
            declare(fact, only: [.definition, .enabled, .isConstraint])
            items.append("Trigger(\(arguments.joined(separator: ", ")))")
        }
        return items
    }
}
