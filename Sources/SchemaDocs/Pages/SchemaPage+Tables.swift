import SchemaDSL
import SchemaModel

extension SchemaPage {
    mutating func table(_ fact: Fact) {
        let id = fact.id
        heading(of: id, note: fact[.partitionBy] == nil ? nil : "partitioned")
        purpose(of: id)
        bullets(properties(of: fact))
        columns(of: id)
        constraints(of: id)
        indexes(of: id, title: "Indexes")
        triggers(of: id)
        policies(of: id)
        grants(of: id)
        partitions(of: id)
        referenceRows(of: id)
        checks(of: id)
        use(of: id)
    }

    private func properties(of fact: Fact) -> [String] {
        var items: [String] = []
        if let key = fact.text(.partitionBy) {
            let managed = database.declared.scope.managedPartitions.contains(fact.id)
            items.append(
                "Partitioned by \(Markdown.code(key)); "
                    + (managed ? "jobs make and retire the partitions at run time." : "its partitions are declared."))
        }
        if let persistence = fact.text(.persistence) {
            items.append("\(Markdown.text(persistence)): its rows do not outlive a crash.")
        }
        if let parents = fact.texts(.inherits) {
            items.append("Inherits from \(parents.map(Markdown.code).joined(separator: ", ")).")
        }
        if let identity = fact.text(.replicaIdentity) { items.append("Replica identity: \(Markdown.text(identity)).") }
        if let method = fact.text(.accessMethod) { items.append("Access method: \(Markdown.code(method)).") }
        items += options(of: fact)
        items.append(rowSecurity(of: fact))
        for publication in publications(with: fact.id) { items.append("Published in \(Markdown.code(publication)).") }
        if let origin = origin(fact) { items.append(origin) }
        return items
    }

    func options(of fact: Fact) -> [String] {
        guard let options = fact[.options]?.object, !options.isEmpty else { return [] }
        let list = options.sorted { $0.key < $1.key }.map { Markdown.code("\($0.key) = \($0.value.text ?? $0.value.json)") }
        return ["Settings: \(list.joined(separator: ", "))."]
    }

    private func rowSecurity(of fact: Fact) -> String {
        guard fact.bool(.rowSecurity) else { return "Row-level security: off; privileges alone decide." }
        let forced = fact.bool(.forceRowSecurity) ? ", for its owner too" : ""
        let policies = owned.children(of: fact.id, .policy).count
        return policies == 0
            ? "Row-level security: on\(forced), without a policy: closed to all roles that it holds for."
            : "Row-level security: on\(forced)."
    }

    private mutating func columns(of id: ObjectID) {
        let columns = owned.columns(of: id)
        var table = MarkdownTable("Column", "Type", "Null", "Default", "Mark", "Meaning")
        for column in columns {
            table.add(
                Markdown.code(column.id.name), type(of: column), column.bool(.notNull) ? "NOT NULL" : "",
                source(of: column, in: owned),
                mark(database.exposures[column.id]), meaning(of: column))
        }
        self.table("Columns", table)
    }

    /// The type; where it is declared here, as a link to it.
    func type(of column: Fact) -> String {
        let text = column.text(.type) ?? ""
        let types: Set<ObjectKind> = [.enumType, .domain, .compositeType]
        let declared = column.dependencies.first { id in
            types.contains(id.kind) && text.hasPrefix(SQL.qualified(id.schema, id.name)) && owned[id] != nil
        }
        return declared.map { Markdown.link(text, to: database.target(of: $0, from: schema)) } ?? Markdown.code(text)
    }

    /// Where a value comes from that nobody gives.
    func source(of column: Fact, in index: FactIndex) -> String {
        if let identity = column.text(.identity) {
            let start = column[.identityOptions]?.object?["start"].map { ", from \($0.json)" } ?? ""
            return "identity, \(Markdown.text(identity))\(start)"
        }
        if let expression = column.text(.generated) {
            return "generated (\(column.text(.generatedKind) ?? "stored")): \(Markdown.code(expression))"
        }
        return index[.columnDefault(of: column.id)]?.text(.expression).map(Markdown.code) ?? ""
    }

    func mark(_ exposure: Exposure?) -> String { exposure?.rawValue ?? "none" }

    private func meaning(of column: Fact) -> String {
        var parts: [String] = []
        if let comment = owned.comment(on: column.id) { parts.append(Markdown.text(comment)) }
        if let collation = column.text(.collation) { parts.append("collation \(Markdown.code(collation))") }
        if let storage = column.text(.storage) { parts.append("storage \(Markdown.text(storage))") }
        if let compression = column.text(.compression) { parts.append("compression \(Markdown.text(compression))") }
        if let target = column.integer(.statisticsTarget) { parts.append("statistics target \(target)") }
        return parts.joined(separator: "; ")
    }

    private mutating func constraints(of id: ObjectID) {
        var keys = MarkdownTable("Key", "Definition", "Meaning")
        for fact in owned.constraints(of: id, "primary key", "unique", "exclude") {
            keys.add(Markdown.code(fact.id.name), definition(fact), comment(fact))
        }
        table("Keys", keys)
        foreignKeys(of: id, in: owned)
        var rules = MarkdownTable("Check constraint", "Definition", "Meaning")
        for fact in owned.constraints(of: id, "check", "not null") {
            rules.add(Markdown.code(fact.id.name), definition(fact), comment(fact))
        }
        table("Check constraints", rules)
    }

    private mutating func foreignKeys(of id: ObjectID, in index: FactIndex) {
        var outgoing = MarkdownTable("Foreign key", "Columns", "Refers to", "Definition", "Meaning")
        for key in owned.children(of: id, .constraint).compactMap(ForeignKeyFact.init) {
            outgoing.add(
                Markdown.code(key.fact.id.name), key.columns.map(Markdown.code).joined(separator: ", "), link(key.target),
                Markdown.code(key.reference), comment(key.fact))
        }
        table("Foreign keys", outgoing)
        var incoming = MarkdownTable("Referred to by", "Columns", "Foreign key")
        for key in owned.foreignKeys(to: id) {
            incoming.add(
                link(key.table), key.columns.map(Markdown.code).joined(separator: ", "), Markdown.code(key.fact.id.name))
        }
        table("Referred to by", incoming)
    }

    private func definition(_ fact: Fact) -> String { fact.text(.definition).map(Markdown.code) ?? "" }
    private func comment(_ fact: Fact) -> String { owned.comment(on: fact.id).map(Markdown.text) ?? "" }

    mutating func indexes(of id: ObjectID, title: String) {
        var table = MarkdownTable("Index", "Definition", "What for")
        for index in owned.children(of: id, .index) {
            let unique = index.bool(.unique) ? "UNIQUE " : ""
            table.add(Markdown.code(index.id.name), Markdown.code(unique + (index.text(.body) ?? "")), comment(index))
        }
        self.table(title, table)
    }

    private mutating func triggers(of id: ObjectID) {
        var table = MarkdownTable("Trigger", "Definition", "Executes", "Fires")
        for trigger in owned.children(of: id, .trigger) {
            table.add(
                Markdown.code(trigger.id.name), definition(trigger),
                links(trigger.dependencies.filter { $0.kind == .function }.sorted()),
                trigger.text(.enabled).map(Markdown.text) ?? "")
        }
        self.table("Triggers", table)
    }

    private mutating func partitions(of id: ObjectID) {
        var table = MarkdownTable("Partition", "Rows", "Row-level security", "Meaning")
        for partition in owned.partitions(of: id) {
            table.add(
                "<a id=\"\(PageName.anchor(partition.id))\"></a>\(Markdown.code(partition.id.path))",
                partition.text(.partitionBound).map(Markdown.code) ?? "", partition.bool(.rowSecurity) ? "on" : "off",
                comment(partition))
        }
        self.table("Declared partitions", table)
    }
}
