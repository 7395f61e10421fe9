import SchemaDSL
import SchemaModel

extension SchemaPage {
    mutating func view(_ fact: Fact) {
        let id = fact.id
        heading(of: id, note: id.kind.description)
        purpose(of: id)
        var items = options(of: fact)
        if id.kind == .materializedView {
            let refreshable = owned.children(of: id, .index).contains {
                $0.bool(.unique) && $0.text(.body)?.contains(" WHERE ") == false
            }
            items.append(
                refreshable
                    ? "Has a unique index, so that it can be refreshed concurrently."
                    : "Has no unique index over all rows: a refresh locks out its readers.")
        }
        let reads = Set(fact.dependencies.map(\.root).filter { $0.kind != .schema && $0 != id }).sorted()
        if !reads.isEmpty { items.append("Reads \(links(reads)).") }
        if let origin = origin(fact) { items.append(origin) }
        bullets(items)
        var table = MarkdownTable("Column", "Type", "Mark", "Meaning")
        for column in (fact[.viewColumns]?.list ?? []).compactMap(\.object) {
            guard let name = column["name"]?.text else { continue }
            let columnID = ObjectID.column(name, of: id)
            table.add(
                Markdown.code(name), Markdown.code(column["type"]?.text ?? ""), mark(database.exposures[columnID]),
                owned.comment(on: columnID).map(Markdown.text) ?? "")
        }
        self.table("Columns", table)
        indexes(of: id, title: "Indexes")
        grants(of: id)
        checks(of: id)
        use(of: id)
        guard let definition = fact.text(.definition) else { return }
        lines += ["<details><summary>Its query</summary>", "", Markdown.block(definition, language: "sql"), "", "</details>", ""]
    }

    mutating func types() {
        let enums = owned.all(.enumType, in: schema)
        section("Enums", of: enums) { page, fact in
            page.heading(of: fact.id)
            page.purpose(of: fact.id)
            page.paragraph("Labels, in order: \((fact.texts(.labels) ?? []).map(Markdown.code).joined(separator: ", ")).")
            let users = page.owned.users(of: fact.id)
            page.paragraph(users.isEmpty ? "No column has it." : "Used by \(page.links(users)).")
        }
        section("Domains", of: owned.all(.domain, in: schema)) { page, fact in
            page.heading(of: fact.id)
            page.purpose(of: fact.id)
            var items = ["\(Markdown.code(fact.text(.type) ?? ""))\(fact.bool(.notNull) ? " NOT NULL" : "")"]
            if let value = fact.text(.expression) { items.append("Default: \(Markdown.code(value))") }
            for check in page.owned.children(of: fact.id, .constraint) {
                items.append("\(Markdown.code(check.id.name)): \(Markdown.code(check.text(.definition) ?? ""))")
            }
            let users = page.owned.users(of: fact.id)
            if !users.isEmpty { items.append("Used by \(page.links(users)).") }
            page.bullets(items)
        }
        section("Sequences", of: owned.all(.sequence, in: schema)) { page, fact in
            page.heading(of: fact.id)
            page.purpose(of: fact.id)
            page.bullets(page.sequence(fact))
        }
    }

    private func sequence(_ fact: Fact) -> [String] {
        var items = ["\(Markdown.code(fact.text(.type) ?? "bigint"))"]
        if let owner = fact.texts(.ownedBy), owner.count == 3 {
            items.append("Numbers \(link(.table(owner[0], owner[1]))).\(Markdown.code(owner[2])) and goes with it.")
        }
        let settings: [(Attribute, String)] = [
            (.start, "start"), (.increment, "increment"), (.minimum, "minimum"), (.maximum, "maximum"), (.cache, "cache"),
        ]
        for (attribute, word) in settings {
            if let value = fact.integer(attribute) { items.append("\(word) \(value)") }
        }
        if fact.bool(.cycle) { items.append("starts again at its end") }
        for grant in grants(on: fact.id) {
            items.append("\(Markdown.code(grant.role)): \(grant.privileges.joined(separator: ", "))")
        }
        return items
    }

    mutating func function(_ fact: Fact) {
        let id = fact.id
        let signature = "\(id.name)(\(fact.text(.arguments) ?? ""))"
        heading(of: id, "\(id.name)(\(id.signature ?? ""))", note: fact.text(.routine) == "procedure" ? "procedure" : nil)
        purpose(of: id)
        lines += [
            Markdown.block(signature + (fact.text(.result).map { " → \($0)" } ?? ""), language: "sql"), "",
        ]
        bullets(properties(ofFunction: fact))
    }

    private func properties(ofFunction fact: Fact) -> [String] {
        var traits = [fact.text(.volatility) ?? "volatile"]
        if fact.bool(.strict) { traits.append("strict: NULL in, NULL out") }
        if fact.bool(.leakproof) { traits.append("leakproof") }
        if fact.bool(.window) { traits.append("a window function") }
        traits.append("parallel \(fact.text(.parallel) ?? "unsafe")")
        if let cost = fact.integer(.cost) { traits.append("cost \(cost)") }
        if let rows = fact.integer(.rows) { traits.append("about \(rows) rows") }
        var items = ["\(Markdown.code(fact.text(.language) ?? "")), \(traits.map(Markdown.text).joined(separator: ", "))."]
        items.append(
            fact.bool(.securityDefiner)
                ? "Runs with the rights of its owner (security definer)."
                : "Runs with the rights of who calls it (security invoker).")
        let settings = (fact.texts(.configuration) ?? []).map(Markdown.code)
        if !settings.isEmpty { items.append("Sets \(settings.joined(separator: ", ")) while it runs.") }
        let roles = grants(on: fact.id).filter { $0.privileges.contains { $0.hasPrefix("EXECUTE") } }.map {
            Markdown.code($0.role)
        }
        items.append("May be executed by \(roles.isEmpty ? "its owner only" : roles.joined(separator: ", ")).")
        let uses = Set(fact.dependencies.map(\.root).filter { $0 != fact.id && $0.schema != nil }).sorted()
        if !uses.isEmpty { items.append("Uses \(links(uses)).") }
        let users = owned.users(of: fact.id)
        if !users.isEmpty { items.append("Used by \(links(users)).") }
        if let origin = origin(fact) { items.append(origin) }
        return items
    }
}
