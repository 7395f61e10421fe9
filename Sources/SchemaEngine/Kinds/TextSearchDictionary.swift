import SchemaModel

/// A text search dictionary: a template with options.
struct TextSearchDictionaryKind: Kind {
    let kind = ObjectKind.textSearchDictionary

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_ts_dict", oid: "d.oid"), schema: "n.nspname", name: "d.dictname",
                [
                    .template: """
                    (SELECT \(Where.qualified("tn.nspname", "t.tmplname")) FROM pg_catalog.pg_ts_template t
                    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace WHERE t.oid = d.dicttemplate)
                    """,
                    .optionList: "d.dictinitoption",
                ],
                from: """
                    pg_catalog.pg_ts_dict d JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_ts_dict", "d.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_ts_dict", oid: CatalogCheck.named(id, "pg_ts_dict", prefix: "dict"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TEXT SEARCH DICTIONARY \(id.sql)" }
    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .name
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_ts_dict", from: "pg_catalog.pg_ts_dict d", oid: "d.oid", owner: "d.dictowner")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let options = (["TEMPLATE = \(fact.text(.template) ?? "")"] + (fact.text(.optionList).map { [$0] } ?? []))
            .joined(separator: ", ")
        return Quarantining.restoring(
            "TEXT SEARCH DICTIONARY", .create(fact, ["CREATE TEXT SEARCH DICTIONARY \(fact.id.sql) (\(options))"]), context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard changed == [.optionList] else { return .replace("the template of a dictionary cannot be changed in place") }
        let old = DictionaryOptions.parse(before.text(.optionList) ?? "")
        let new = DictionaryOptions.parse(after.text(.optionList) ?? "")
        var options = old.filter { option in !new.contains { $0.name == option.name } }.map(\.name)
        options += new.filter { option in !old.contains { $0 == option } }.map { "\($0.name) = \($0.value)" }
        // The same options in another order are stored in that order.
        guard !options.isEmpty else { return .replace("the order of its options differs") }
        return .steps([.alter(after, ["ALTER TEXT SEARCH DICTIONARY \(after.id.sql) (\(options.joined(separator: ", ")))"])])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        Quarantining.dropOrMove(fact, "TEXT SEARCH DICTIONARY", context)
    }
}

/// The options of a dictionary as the catalog keeps them: `stopwords = 'english', accept = 'false'`, names and values as SQL.
enum DictionaryOptions {
    struct Option: Hashable {
        let name: String
        let value: String
    }

    /// Splits the list at the commas and equal signs outside quotes.
    static func parse(_ text: String) -> [Option] {
        var options: [Option] = []
        var name: String?
        var part = ""
        var quote: Character?
        func trimmed(_ text: String) -> String {
            var text = Substring(text)
            while text.first == " " { text.removeFirst() }
            while text.last == " " { text.removeLast() }
            return String(text)
        }
        func finish() {
            if let name { options.append(Option(name: name, value: trimmed(part))) }
            name = nil
            part = ""
        }
        var escaped = false
        var isEscapeString = false
        for character in text {
            if let open = quote {
                part.append(character)
                if escaped {
                    escaped = false
                } else if character == "\\", isEscapeString {
                    escaped = true
                } else if character == open {
                    quote = nil
                }
                continue
            }
            switch character {
            case "'", "\"":
                // A doubled quote ends one string and begins the next, which keeps the text whole.
                if part.last != character { isEscapeString = part.last == "E" }
                quote = character
                part.append(character)
            case ",": finish()
            case "=" where name == nil:
                name = trimmed(part)
                part = ""
            default: part.append(character)
            }
        }
        finish()
        return options
    }
}
