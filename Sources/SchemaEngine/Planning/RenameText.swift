package import SchemaModel

/// A rename as a person asks for it: `app.orders.note:app.orders.remark`.
package struct RenameRequest: Hashable, Sendable {
    /// As it was given.
    package let text: String
    /// The old and the new name, for each place where the text can be divided.
    let pairs: [(old: String, new: String)]

    /// - Returns: nil for a text that is not two names with a colon between them.
    package init?(_ text: String) {
        self.text = text
        pairs = text.indices.filter { text[$0] == ":" }.compactMap { colon in
            let old = text[..<colon].trimmed
            let new = text[text.index(after: colon)...].trimmed
            return old.isEmpty || new.isEmpty ? nil : (old, new)
        }
        if pairs.isEmpty { return nil }
    }

    /// A rename of which both names are known.
    package init(_ rename: Rename) {
        let (old, new) = (RenameText.withKind(rename.from), RenameText.withKind(rename.to))
        text = "\(old):\(new)"
        pairs = [(old, new)]
    }

    package static func == (a: RenameRequest, b: RenameRequest) -> Bool { a.text == b.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// The names by which people and files refer to what can be renamed.
package enum RenameText {
    /// The things that a text names: `app.orders.note`, `app."Order lines"`, `column app.orders.note`, `app.mood.sad`.
    package static func subjects(_ text: String, in state: CatalogState) -> [Rename.Subject] {
        let exact = state.subjects.filter { subject in
            names(subject).contains { name in
                text == name || text.hasSuffix(" " + name) && kinds(subject).contains { "\($0) \(name)" == text }
            }
        }
        return exact.sorted()
    }

    /// The name with each part quoted where SQL must: what a person can paste.
    package static func quoted(_ subject: Rename.Subject) -> String {
        switch subject {
        case .object(let id): quoted(id)
        case .label(let label, let type):
            "\(quoted(type)).\(SQL.identifier(label) == label ? label : SQL.literal(label))"
        }
    }

    /// The name with its kind before it, which no other thing has.
    static func withKind(_ subject: Rename.Subject) -> String { "\(kinds(subject).first ?? "") \(quoted(subject))" }

    /// The option that renames one into the other, as a shell takes it.
    package static func option(_ old: Rename.Subject, _ new: Rename.Subject) -> String {
        "--rename \(shell("\(quoted(old)):\(quoted(new))"))"
    }

    /// The option that drops something, as a shell takes it.
    package static func option(dropping old: Rename.Subject) -> String { "--drop \(shell(quoted(old)))" }

    private static func shell(_ text: String) -> String {
        let plain = text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._:-".unicodeScalars.contains(scalar))
        }
        return plain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    private static func quoted(_ id: ObjectID) -> String {
        let name = SQL.identifier(id.name) + (id.signature.map { "(\($0))" } ?? "")
        if let parent = id.parent {
            if id.kind.isNamedInParentSchema { return parent.enclosingSchema.map { "\(SQL.identifier($0)).\(name)" } ?? name }
            return "\(quoted(parent)).\(name)"
        }
        return id.schema.map { "\(SQL.identifier($0)).\(name)" } ?? name
    }

    private static func names(_ subject: Rename.Subject) -> [String] {
        switch subject {
        case .object(let id):
            let bare = id.signature == nil ? [] : [SQL.qualified(id.schema, id.name)]
            return [subject.path, quoted(subject)] + bare
        case .label(let label, let type): return [subject.path, quoted(subject), "\(quoted(type)).\(SQL.literal(label))"]
        }
    }

    /// The words that can stand before a name.
    static func kinds(_ subject: Rename.Subject) -> [String] {
        guard case .object(let id) = subject else { return ["label", "value"] }
        var words = [id.kind.rawValue]
        if id.kind.rawValue.hasSuffix(" type") || id.kind.definition.order.group == .types { words.append("type") }
        if id.parent?.kind.rawValue.hasSuffix(" type") == true { words.append("attribute") }
        if id.signature != nil { words += ["procedure", "routine"] }
        return words
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension CatalogState {
    /// Everything that can be renamed.
    var subjects: [Rename.Subject] {
        let state = indexed()
        return facts.values.flatMap { fact -> [Rename.Subject] in
            let labels = (fact.texts(.labels) ?? []).map { Rename.Subject.label($0, of: fact.id) }
            guard fact.id.kind.definition.rename(fact, to: fact.id.named(fact.id.name + "_"), in: state) != nil else {
                return labels
            }
            return [.object(fact.id)] + labels
        }
    }
}
