/// The typed identity of one fact: kind, schema, name, signature, parent.
///
/// Object ids of the server (oids) never leave one extraction; this is what states are compared by.
package struct ObjectID: Hashable, Sendable, Codable {
    package let kind: ObjectKind
    /// The schema of an object that lives in one itself; nil for what lives in a parent or in the database.
    package let schema: String?
    package let name: String
    /// The argument types of a function as `pg_get_function_identity_arguments` lists them without names.
    package let signature: String?
    private let box: ParentBox

    package var parent: ObjectID? { box.id }

    package init(
        _ kind: ObjectKind, schema: String? = nil, _ name: String, signature: String? = nil, parent: ObjectID? = nil
    ) {
        self.kind = kind
        self.schema = schema
        self.name = name
        self.signature = signature
        box = parent.map(ParentBox.some) ?? .none
    }

    package static func == (a: ObjectID, b: ObjectID) -> Bool {
        func isSame(_ a: String?, _ b: String?) -> Bool {
            guard let a, let b else { return a == nil && b == nil }
            return a.hasBytes(of: b)
        }
        return a.kind == b.kind && a.name.hasBytes(of: b.name) && isSame(a.schema, b.schema) && isSame(a.signature, b.signature)
            && a.box == b.box
    }

    private indirect enum ParentBox: Hashable, Sendable, Codable {
        case none
        case some(ObjectID)

        var id: ObjectID? { if case .some(let id) = self { id } else { nil } }
    }

    /// The object at the top of the chain of parents: a column's table, a grant's table.
    package var root: ObjectID { parent?.root ?? self }

    /// The schema that this object is in, by itself or through its parents.
    package var enclosingSchema: String? {
        if kind == .schema { return name }
        return schema ?? parent?.enclosingSchema
    }
}

extension ObjectID {
    package static func schema(_ name: String) -> ObjectID { ObjectID(.schema, name) }
    package static func `extension`(_ name: String) -> ObjectID { ObjectID(.extension, name) }
    package static func table(_ schema: String, _ name: String) -> ObjectID { ObjectID(.table, schema: schema, name) }
    package static func column(_ name: String, of relation: ObjectID) -> ObjectID {
        ObjectID(.column, name, parent: relation)
    }
    package static func columnDefault(of column: ObjectID) -> ObjectID {
        ObjectID(.columnDefault, "", parent: column)
    }
    package static func constraint(_ name: String, on owner: ObjectID) -> ObjectID {
        ObjectID(.constraint, name, parent: owner)
    }
    /// An index lives in the schema of its table or materialized view.
    package static func index(_ name: String, on relation: ObjectID) -> ObjectID {
        ObjectID(.index, name, parent: relation)
    }
    package static func trigger(_ name: String, on relation: ObjectID) -> ObjectID {
        ObjectID(.trigger, name, parent: relation)
    }
    package static func policy(_ name: String, on table: ObjectID) -> ObjectID {
        ObjectID(.policy, name, parent: table)
    }
    /// The privileges that `grantee` (a role, or `PUBLIC`) has on an object.
    package static func grant(to grantee: String, on object: ObjectID) -> ObjectID {
        ObjectID(.grant, grantee, parent: object)
    }
    package static func comment(on object: ObjectID) -> ObjectID { ObjectID(.comment, "", parent: object) }
    package static func owner(of object: ObjectID) -> ObjectID { ObjectID(.owner, "", parent: object) }
    /// `signature` is the list of argument types, such as `integer, text`; empty for none.
    package static func function(_ schema: String, _ name: String, _ signature: String) -> ObjectID {
        ObjectID(.function, schema: schema, name, signature: signature)
    }
}

extension ObjectID: Comparable {
    package static func < (a: ObjectID, b: ObjectID) -> Bool { order(a, a.depth, b, b.depth) < 0 }

    /// How many objects it is part of.
    private var depth: Int { parent.map { $0.depth + 1 } ?? 0 }

    /// Negative if `a` comes first, 0 if they are equal. An object follows what it is part of. Without keys in arrays: thousands of objects are sorted.
    private static func order(_ a: ObjectID, _ aDepth: Int, _ b: ObjectID, _ bDepth: Int) -> Int {
        if aDepth > bDepth, let parent = a.parent {
            let result = order(parent, aDepth - 1, b, bDepth)
            return result == 0 ? 1 : result
        }
        if bDepth > aDepth, let parent = b.parent {
            let result = order(a, aDepth, parent, bDepth - 1)
            return result == 0 ? -1 : result
        }
        if let aParent = a.parent, let bParent = b.parent {
            let result = order(aParent, aDepth - 1, bParent, bDepth - 1)
            if result != 0 { return result }
        }
        func compared(_ own: String, _ other: String) -> Int { own == other ? 0 : own < other ? -1 : 1 }
        let schema = compared(a.schema ?? "", b.schema ?? "")
        if schema != 0 { return schema }
        let name = compared(a.name, b.name)
        if name != 0 { return name }
        let signature = compared(a.signature ?? "", b.signature ?? "")
        if signature != 0 { return signature }
        if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue ? -1 : 1 }
        return 0
    }
}

extension ObjectID: CustomStringConvertible {
    /// For people, such as `column analytics.conversation_analytics.status`. Never part of a digest.
    package var description: String {
        let owner = parent.map(\.description) ?? "?"
        return switch kind.naming {
        case .ownName, .inParent, .inSchemaOfParent: "\(kind) \(path)"
        case .ofParent: name.isEmpty ? "\(kind) of \(owner)" : "\(name) of \(owner)"
        case .row: "row \(name) of \(owner)"
        case .privileges: "privileges of \(name) on \(owner)"
        case .defaults: "\(kind) of \(name) for \(signature ?? "")\(schema.map { " in \($0)" } ?? "")"
        case .grantTarget: "\(signature ?? "") \(name)"
        case .member: "\(path) in \(owner)"
        }
    }

    /// The dotted name, for people: `analytics.conversation_analytics.status`, `public.f(integer)`. Never taken apart again.
    package var path: String {
        var text = name
        if let signature { text += "(\(signature))" }
        if let schema { return "\(schema).\(text)" }
        return switch kind.naming {
        case .inSchemaOfParent: parent?.enclosingSchema.map { "\($0).\(text)" } ?? text
        case .inParent: parent.map { "\($0.path).\(text)" } ?? text
        case .ownName, .ofParent, .row, .privileges, .defaults, .grantTarget, .member: text
        }
    }

    /// The identity as JSON text: the parts from the root to the object itself. Two identities share it exactly when they are equal;
    /// digests are made of it.
    package var canonical: String {
        var parts: [Value] = []
        var next: ObjectID? = self
        while let id = next {
            parts.append(
                .list([
                    .text(id.kind.rawValue), id.schema.map(Value.text) ?? .null, .text(id.name),
                    id.signature.map(Value.text) ?? .null,
                ]))
            next = id.parent
        }
        return Value.list(parts.reversed()).json
    }
}
