import Checks
import SchemaModel

extension SchemaPage {
    mutating func policies(of id: ObjectID) {
        var table = MarkdownTable("Policy", "For", "Roles", "Using", "With check")
        for policy in owned.children(of: id, .policy) {
            let command = (policy.text(.command) ?? "all").uppercased()
            table.add(
                Markdown.code(policy.id.name), policy.bool(.restrictive) ? "\(command), restrictive" : command,
                (policy.texts(.roles) ?? []).map(Markdown.code).joined(separator: ", "),
                policy.text(.using).map(Markdown.code) ?? "", policy.text(.withCheck).map(Markdown.code) ?? "")
        }
        self.table("Policies", table)
    }

    mutating func grants(of id: ObjectID) {
        var table = MarkdownTable("Role", "Privileges", "On")
        for grant in grants(on: id) { table.add(Markdown.code(grant.role), grant.privileges.joined(separator: ", "), "") }
        for column in owned.columns(of: id) {
            for grant in grants(on: column.id) {
                table.add(
                    Markdown.code(grant.role), grant.privileges.joined(separator: ", "), "column \(Markdown.code(column.id.name))"
                )
            }
        }
        for sequence in owned.all(.sequence) where sequence.texts(.ownedBy)?.dropLast() == [id.schema ?? "", id.name] {
            for grant in grants(on: sequence.id) {
                table.add(
                    Markdown.code(grant.role), grant.privileges.joined(separator: ", "),
                    "sequence \(Markdown.code(sequence.id.name))")
            }
        }
        self.table("Privileges", table)
    }

    mutating func referenceRows(of id: ObjectID) {
        let rows = owned.children(of: id, .referenceRow)
        guard !rows.isEmpty else { return }
        var table = MarkdownTable("Key", "Kept equal", "Given at insertion")
        for row in rows { table.add(pairs(row[.key]), pairs(row[.values]), pairs(row[.insertOnly], isSQL: true)) }
        self.table("Rows that must be there", table)
    }

    private func pairs(_ value: Value?, isSQL: Bool = false) -> String {
        (value?.object ?? [:]).sorted { $0.key < $1.key }.map { name, value in
            Markdown.code("\(name) = \(isSQL ? value.text ?? value.json : SQL.literal(value))")
        }.joined(separator: ", ")
    }

    /// The checks that are asked of live data, not the constraints.
    mutating func checks(of id: ObjectID) {
        var table = MarkdownTable("Check on live data", "Asks", "Severity", "Put up with")
        for check in database.checks(of: id) {
            table.add(
                "[\(Markdown.code(check.id.rawValue))](../../\(check.file))", Markdown.text(check.title), check.severity.rawValue,
                check.threshold == .none ? "" : check.threshold.description)
        }
        self.table("Checks on live data", table)
    }

    mutating func use(of id: ObjectID) {
        let kinds: Set<ObjectKind> = [.view, .materializedView, .function, .cronJob]
        let users = owned.users(of: id).filter { kinds.contains($0.kind) }
        if !users.isEmpty { paragraph("Used by \(links(users)).") }
    }

    func publications(with id: ObjectID) -> [String] {
        owned.all(.publicationTable).filter { $0.id.schema == id.schema && $0.id.name == id.name }.compactMap(\.id.parent?.name)
    }
}
