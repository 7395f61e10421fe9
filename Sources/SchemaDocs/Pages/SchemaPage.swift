import SchemaModel

/// The page of one schema.
struct SchemaPage {
    let database: DocumentedDatabase
    let schema: String
    var lines: [String] = []

    init(_ database: DocumentedDatabase, _ schema: String) {
        self.database = database
        self.schema = schema
    }

    var owned: FactIndex { database.owned }

    /// The page's text, without the line that says who wrote it.
    mutating func render(diagrams: [Diagram]) -> String {
        head(diagrams)
        contents()
        let tables = database.tables(in: schema)
        section("Tables", of: tables) { page, fact in page.table(fact) }
        externalTables()
        section("Views", of: database.views(in: schema)) { page, fact in page.view(fact) }
        types()
        section("Functions", of: owned.all(.function, in: schema)) { page, fact in page.function(fact) }
        jobs()
        publications()
        queries()
        access()
        others()
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Parts that several sections use

    mutating func section(_ title: String, of facts: [Fact], _ body: (inout SchemaPage, Fact) -> Void) {
        guard !facts.isEmpty else { return }
        heading(title)
        for fact in facts { body(&self, fact) }
    }

    mutating func heading(_ title: String) { lines += ["## \(title)", ""] }

    /// The heading of an object, with the anchor that links and the diagram lead to.
    mutating func heading(of id: ObjectID, _ title: String? = nil, note: String? = nil) {
        lines += ["<a id=\"\(PageName.anchor(id))\"></a>", ""]
        lines += ["### \(Markdown.code(title ?? id.name))\(note.map { " · \($0)" } ?? "")", ""]
    }

    mutating func paragraph(_ text: String?) {
        guard let text, !text.isEmpty else { return }
        lines += [text, ""]
    }

    mutating func purpose(of id: ObjectID, in index: FactIndex? = nil) {
        paragraph((index ?? owned).comment(on: id).map(Markdown.text))
    }

    mutating func table(_ title: String, _ table: MarkdownTable) {
        guard !table.isEmpty else { return }
        lines += ["**\(title)**", ""] + table.lines + [""]
    }

    mutating func bullets(_ items: [String]) {
        guard !items.isEmpty else { return }
        lines += items.map { "- \($0)" } + [""]
    }

    /// A link to what is described somewhere, named as seen from this schema.
    func link(_ id: ObjectID) -> String {
        switch id.kind {
        case .trigger, .policy, .column, .columnDefault:
            let owner = id.root
            let own = id.kind == .columnDefault ? "default of \(id.parent?.name ?? "")" : "\(id.kind) \(id.name)"
            return "\(link(owner)) (\(Markdown.text(own)))"
        case .cronJob: return Markdown.link(id.name, to: database.target(of: id, from: schema)) + " (job)"
        default:
            let path = id.schema == schema ? id.name : SQL.qualified(id.schema, id.name)
            return Markdown.link(id.kind == .function ? path + "()" : path, to: database.target(of: id, from: schema))
        }
    }

    func links(_ ids: some Sequence<ObjectID>) -> String {
        var seen: Set<String> = []
        return ids.map(link).filter { seen.insert($0).inserted }.joined(separator: ", ")
    }

    /// Roles with their privileges on one object.
    func grants(on id: ObjectID) -> [(role: String, privileges: [String])] {
        owned.children(of: id, .grant).map { fact in
            let grantable = Set(fact.texts(.grantable) ?? [])
            return (
                fact.id.name, (fact.texts(.privileges) ?? []).map { grantable.contains($0) ? "\($0) (and may grant it)" : $0 }
            )
        }
    }

    /// The file that declares an object; lines move with every edit and are left out.
    func origin(_ fact: Fact) -> String? {
        guard let file = fact.origin?.file, !file.hasPrefix("/") else { return nil }
        let target = file.split(separator: "/").map(String.init).map(Self.urlEncoded).joined(separator: "/")
        return "Declared in [\(Markdown.text(file))](../../\(target))."
    }

    private static func urlEncoded(_ part: String) -> String {
        part.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 0x80 && (character.isLetter || character.isNumber || "-_.".contains(character))
                ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
