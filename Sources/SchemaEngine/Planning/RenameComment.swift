package import SchemaModel

/// A comment in SQL that says what something was called before: `-- plumb:renamed column app.orders.note to remark`.
///
/// The grammar is `-- plumb:renamed KIND NAME to NAME`. A kind is PostgreSQL's word, such as `table`, `column`, `materialized view`,
/// `type`, `attribute`, `value`. Names are quoted as in SQL; a function's may have its argument types, and a label is a string after
/// the name of its type: `app.mood.'sad'`. Parents have the names that they have in the file; the second name may do without them.
package struct RenameComment: Hashable, Sendable {
    let kind: String
    let old: [String]
    let new: [String]
    let signature: String?
    let origin: SourceLocation

    /// The comments of a file.
    /// - Throws: ``RenameCommentError`` with the line of one that is not of this form.
    package static func all(in text: String, file: String) throws -> [RenameComment] {
        try text.lines.enumerated().compactMap { number, line in
            try RenameComment(line, SourceLocation(file: file, line: number + 1))
        }
    }

    /// - Returns: nil for a line that is not such a comment.
    private init?(_ line: Substring, _ origin: SourceLocation) throws {
        guard let match = line.prefixMatch(of: #/\s*--\s*plumb:renamed\b\s*/#) else { return nil }
        var rest = line[match.range.upperBound...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        func fail(_ reason: String) -> RenameCommentError { RenameCommentError(origin: origin, reason: reason) }
        // The kind is all words before the name, the last of which has a dot, or stands before ` to `.
        guard let kind = Self.kinds.first(where: { rest.lowercased().hasPrefix($0 + " ") }) else {
            let word = rest.prefix { !$0.isWhitespace }
            throw fail("`\(word)` is not a kind of object that can be renamed, such as table, column, index or type")
        }
        rest = rest.dropFirst(kind.count).drop(while: \.isWhitespace)
        guard let first = Self.takeName(&rest) else { throw fail("a name must stand after `\(kind)`") }
        guard let word = rest.prefixMatch(of: #/\s+to\s+/#) else {
            throw fail("` to ` and the new name must stand after the old name")
        }
        rest = rest[word.range.upperBound...]
        guard let second = Self.takeName(&rest) else { throw fail("the new name is missing or not a name") }
        guard rest.isEmpty else { throw fail("`\(rest)` stands after the new name; nothing may") }
        guard second.parts.count == 1 || second.parts.count == first.parts.count else {
            throw fail(
                "the new name has \(second.parts.count) parts and the old one \(first.parts.count); give as many, or the last alone"
            )
        }
        self.kind = kind
        self.origin = origin
        old = first.parts
        new = second.parts.count == 1 ? first.parts.dropLast() + second.parts : second.parts
        signature = second.signature ?? first.signature
        guard old != new else { throw fail("both names are the same") }
    }

    /// The words for kinds, the longest first.
    private static let kinds: [String] =
        (ObjectKind.allCases.map(\.rawValue) + ["type", "attribute", "value", "label", "procedure", "routine"])
        .sorted { $0.count > $1.count }

    private static func takeName(_ rest: inout Substring) -> (parts: [String], signature: String?)? {
        var parts: [String] = []
        while true {
            if rest.first == "'" {
                guard let label = takeLiteral(&rest) else { return nil }
                parts.append(label)
            } else {
                guard let part = SQL.takeIdentifier(&rest) else { return nil }
                parts.append(part)
            }
            guard rest.first == "." else { break }
            rest.removeFirst()
        }
        guard rest.first == "(" else { return (parts, nil) }
        guard let end = rest.firstIndex(of: ")") else { return nil }
        let signature = String(rest[rest.index(after: rest.startIndex)..<end])
        rest = rest[rest.index(after: end)...]
        return (parts, signature)
    }

    private static func takeLiteral(_ rest: inout Substring) -> String? {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character != "'" {
                text.append(character)
            } else if rest.first == "'" {
                rest.removeFirst()
                text.append(character)
            } else {
                return text
            }
        }
        return nil
    }

    // MARK: Meaning

    /// The renames that the comments declare, in the state that their files make.
    /// - Throws: ``RenameCommentError`` for one whose new name is neither in the state nor the old name of another comment.
    package static func renames(_ comments: [RenameComment], in state: CatalogState) throws -> [Rename] {
        var found: [RenameComment: Rename] = [:]
        var isDone = false
        while !isDone {
            isDone = true
            for comment in comments where found[comment] == nil {
                guard let subject = try comment.subject(in: state) ?? comment.intermediate(found) else { continue }
                found[comment] = Rename(from: comment.earlier(subject), to: subject, origin: comment.origin)
                isDone = false
            }
        }
        if let lost = comments.first(where: { found[$0] == nil }) {
            throw RenameCommentError(
                origin: lost.origin,
                reason:
                    "there is no \(lost.kind) \(lost.new.map(SQL.identifier).joined(separator: ".")) here. Name the new name last, "
                    + "and what it is in as it is called in this file")
        }
        return comments.compactMap { found[$0] }
    }

    private func subject(in state: CatalogState) throws -> Rename.Subject? {
        let isLabel = kind == "value" || kind == "label"
        let last = isLabel ? SQL.literal(new.last ?? "") : SQL.identifier(new.last ?? "")
        let path = (new.dropLast().map(SQL.identifier) + [last]).joined(separator: ".") + (signature.map { "(\($0))" } ?? "")
        let subjects = RenameText.subjects("\(kind) \(path)", in: state)
        guard subjects.count < 2 else {
            throw RenameCommentError(
                origin: origin, reason: "\(kind) \(path) can be \(subjects.map(\.description).joined(separator: ", or "))")
        }
        return subjects.first
    }

    /// The intermediate form of this name on the way to a later one.
    private func intermediate(_ found: [RenameComment: Rename]) -> Rename.Subject? {
        found.first { $0.key.kind == kind && $0.key.old == new }?.value.from
    }

    private func earlier(_ subject: Rename.Subject) -> Rename.Subject {
        let name = old.last ?? ""
        guard case .object(let id) = subject, id.schema != nil, old.count > 1 else { return subject.named(name) }
        return .object(ObjectID(id.kind, schema: old[old.count - 2], name, signature: id.signature, parent: id.parent))
    }
}

/// A comment `-- plumb:renamed` that cannot be read.
package struct RenameCommentError: Error, Hashable, CustomStringConvertible {
    package let origin: SourceLocation
    package let reason: String

    package var description: String {
        "\(origin): \(reason). The form is `-- plumb:renamed KIND NAME to NAME`, as in `-- plumb:renamed column app.orders.note to remark`."
    }
}
