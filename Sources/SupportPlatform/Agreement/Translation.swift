package import SchemaDSL

/// The translation of a word.
package enum Fate<Target: RawRepresentable<String> & Sendable>: Sendable {
    case becomes(Target)
    /// Nothing: rows with it are not carried over, for this reason.
    case leftOut(String)
}

/// Where words are kept.
package enum Place: Sendable {
    /// In a column of a database: the words that its CHECK or its enum allows.
    case column(String, any Relation, any AnyColumn)
    /// Made by a function, from the same Swift values that this is.
    case function(String, Function)

    /// The database's name.
    package var database: String {
        switch self {
        case .column(let database, _, _), .function(let database, _): database
        }
    }

    /// `schema.table.column`, or the function's name, as a text: SQL of one database cannot refer to what is in the other.
    package var title: String {
        let fragment: SQLFragment =
            switch self {
            case .column(_, let relation, let column): "\(relation).\(column)"
            case .function(_, let function): "\(function)()"
            }
        let names = SupportPlatform.databases.first { $0.name == database }?.names
        return names?.resolve(fragment).sql ?? name
    }

    private var name: String {
        switch self {
        case .column(_, let relation, let column): "\(relation.name).\(column.name)"
        case .function(_, let function): function.name
        }
    }
}

/// The translations of the words of one place into those of another.
package struct Translation: Sendable {
    /// One word of the source.
    package struct Entry: Sendable, Hashable {
        package let word: String
        /// The number that stands for it in the source's own tables.
        package let number: Int?
        /// Its word in the target; nil where rows with it are left out.
        package let becomes: String?
        package let reason: String?
    }

    package let name: String
    /// The name of the source in the mapping functions.
    package let source: String
    package let from: Place
    package let to: Place
    package let entries: [Entry]
    /// The translation of NULL; nil where rows with it are left out.
    package let null: String?
    package let nullReason: String?

    init<Source: Word, Target: RawRepresentable<String> & Sendable>(
        _ name: String, of source: String, from: Place, to: Place, null: Fate<Target>, _ fate: (Source) -> Fate<Target>
    ) {
        self.name = name
        self.source = source
        self.from = from
        self.to = to
        entries = Source.allCases.map { word in
            switch fate(word) {
            case .becomes(let target): Entry(word: word.rawValue, number: word.number, becomes: target.rawValue, reason: nil)
            case .leftOut(let reason): Entry(word: word.rawValue, number: word.number, becomes: nil, reason: reason)
            }
        }
        switch null {
        case .becomes(let target): (self.null, nullReason) = (target.rawValue, nil)
        case .leftOut(let reason): (self.null, nullReason) = (nil, reason)
        }
    }

    /// Every form in which the source may hold one of its words.
    var known: [String] { entries.flatMap { entry in [entry.word] + (entry.number.map { [String($0)] } ?? []) } }

    /// The values that may arrive in the target, each once.
    var images: [String] {
        var images: [String] = []
        for image in entries.map(\.becomes) + [null] where image.map({ !images.contains($0) }) == true {
            images.append(image ?? "")
        }
        return images
    }

    /// The word in the target for a value of the source; NULL for what is left out, and for what is none of its words.
    package func expression(of value: SQLFragment) -> SQLFragment {
        let cases = entries.flatMap { entry -> [SQLFragment] in
            guard let target = entry.becomes else { return [] }
            let forms = [entry.word] + (entry.number.map { [String($0)] } ?? [])
            return forms.map { "WHEN \(value)::text = \(literal: $0) THEN \(literal: target)" }
        }
        let ofNull: [SQLFragment] = null.map { ["WHEN \(value) IS NULL THEN \(literal: $0)"] } ?? []
        return "CASE \(.joined(cases + ofNull, separator: " ")) END"
    }
}
