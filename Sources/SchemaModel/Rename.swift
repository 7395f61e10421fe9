/// One thing under two names: what it was called, and what it is called now.
///
/// Parents have their new names on both sides: a column of a renamed table is a column of the table's new name before and after.
package struct Rename: Hashable, Sendable {
    /// Something that has a name: an object, or a label of an enum type, which is not an object of its own.
    package enum Subject: Hashable, Sendable {
        case object(ObjectID)
        case label(String, of: ObjectID)
    }

    package let from: Subject
    package let to: Subject
    /// The line that declared it; never part of a comparison.
    package let origin: SourceLocation?

    package init(from: Subject, to: Subject, origin: SourceLocation? = nil) {
        self.from = from
        self.to = to
        self.origin = origin
    }

    package static func == (a: Rename, b: Rename) -> Bool { a.from == b.from && a.to == b.to }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(from)
        hasher.combine(to)
    }

    /// The same rename the other way round.
    package var reversed: Rename { Rename(from: to, to: from, origin: origin) }
}

extension Rename: CustomStringConvertible {
    /// Such as `column app.orders.note to remark`.
    package var description: String {
        let isMoved = from.object?.schema != to.object?.schema
        return "\(from) to \(isMoved ? to.path : to.name)"
    }
}

extension Rename.Subject: Comparable {
    /// The object; nil for a label.
    package var object: ObjectID? { if case .object(let id) = self { id } else { nil } }

    /// The object, or the type that has the label.
    package var owner: ObjectID {
        switch self {
        case .object(let id): id
        case .label(_, let type): type
        }
    }

    /// The name alone.
    package var name: String {
        switch self {
        case .object(let id): id.name
        case .label(let label, _): label
        }
    }

    /// The same thing under another name.
    package func named(_ name: String) -> Rename.Subject {
        switch self {
        case .object(let id): .object(id.named(name))
        case .label(_, let type): .label(name, of: type)
        }
    }

    package static func < (a: Rename.Subject, b: Rename.Subject) -> Bool {
        a.owner == b.owner ? a.name < b.name : a.owner < b.owner
    }
}

extension Rename.Subject: CustomStringConvertible {
    /// For people, such as `column app.orders.note` and `label app.mood.sad`.
    package var description: String {
        switch self {
        case .object(let id): id.description
        case .label: "label \(path)"
        }
    }

    /// The dotted name, for people.
    package var path: String {
        switch self {
        case .object(let id): id.path
        case .label(let label, let type): "\(type.path).\(label)"
        }
    }
}

extension ObjectID {
    /// The identity of an object of the same kind and place under another name.
    package func named(_ name: String) -> ObjectID {
        ObjectID(kind, schema: schema, name, signature: signature, parent: parent)
    }
}

extension Rename {
    /// Names that come back to themselves through a list of renames; empty where none do.
    ///
    /// Such a list cannot tell a database that is still to be renamed from one that is done.
    package static func cycle(in renames: [Rename]) -> [Subject] {
        let next = Dictionary(grouping: renames, by: \.from).mapValues { $0.map(\.to) }
        func search(_ subject: Subject, _ path: [Subject]) -> [Subject]? {
            if let start = path.firstIndex(of: subject) { return Array(path[start...]) }
            for other in next[subject] ?? [] {
                if let found = search(other, path + [subject]) { return found }
            }
            return nil
        }
        for start in next.keys.sorted() {
            if let found = search(start, []) { return found }
        }
        return []
    }
}
