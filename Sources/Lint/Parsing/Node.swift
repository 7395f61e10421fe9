import SchemaModel

/// A view of a parse tree: what is not there is an empty node, so that a path can be written straight.
struct Node {
    let value: Value?

    init(_ value: Value?) { self.value = value }

    subscript(key: String) -> Node {
        guard case .object(let members) = value else { return Node(nil) }
        return Node(members[key])
    }

    /// The node inside, where this one wraps a single kind: `{"ColumnDef": {…}}`.
    subscript(as kind: String) -> Node? {
        let inner = self[kind]
        return inner.exists ? inner : nil
    }

    var exists: Bool { value != nil }
    var string: String? { value?.text }
    var int: Int? { value?.integer }
    /// False where the tree leaves it out.
    var isTrue: Bool { value?.bool ?? false }
    var list: [Node] { value?.list?.map { Node($0) } ?? [] }
    /// The place in the statement's text, in bytes.
    var location: Int? { exists ? self["location"].int ?? 0 : nil }

    /// The kind of a wrapper, and what it holds.
    var wrapped: (kind: String, node: Node)? {
        guard case .object(let members) = value, members.count == 1, let first = members.first else { return nil }
        return (first.key, Node(first.value))
    }

    /// The text of `{"String": {"sval": …}}`.
    var name: String? { self["String"]["sval"].string ?? (self["String"].exists ? "" : nil) }
    /// The texts of a list of such.
    var names: [String] { list.compactMap(\.name) }

    /// The text of a string constant, also below a cast.
    var stringConstant: String? {
        if self["A_Const"]["sval"].exists { return self["A_Const"]["sval"]["sval"].string ?? "" }
        if let cast = self[as: "TypeCast"] { return cast["arg"].stringConstant }
        return nil
    }

    /// The number of an integer constant.
    var integerConstant: Int? {
        if self["A_Const"]["ival"].exists { return self["A_Const"]["ival"]["ival"].int ?? 0 }
        if self["Integer"].exists { return self["Integer"]["ival"].int ?? 0 }
        return nil
    }

    /// The truth of a boolean constant.
    var booleanConstant: Bool? {
        if self["A_Const"]["boolval"].exists { return self["A_Const"]["boolval"]["boolval"].isTrue }
        if self["A_Const"]["isnull"].exists { return nil }
        if let cast = self[as: "TypeCast"] {
            switch cast["arg"].stringConstant {
            case "t", "true": return true
            case "f", "false": return false
            default: return nil
            }
        }
        return nil
    }

    /// True when this is the constant NULL.
    var isNullConstant: Bool { self["A_Const"]["isnull"].isTrue || (self[as: "TypeCast"]?["arg"].isNullConstant ?? false) }

    /// Visits every wrapped node below, this one first.
    func walk(_ visit: (_ kind: String, _ node: Node) -> Void) {
        switch value {
        case .object(let members):
            for (key, member) in members {
                let node = Node(member)
                if key.first?.isUppercase == true { visit(key, node) }
                node.walk(visit)
            }
        case .list(let items):
            for item in items { Node(item).walk(visit) }
        default: break
        }
    }

    /// All nodes of a kind below.
    func all(_ kind: String) -> [Node] {
        var found: [Node] = []
        walk { if $0 == kind { found.append($1) } }
        return found
    }

    /// The columns that an expression names, by their last name.
    var columnNames: [String] {
        all("ColumnRef").compactMap { $0["fields"].list.last?.name }
    }

    /// The functions that an expression calls.
    var functionNames: [[String]] { all("FuncCall").map { $0["funcname"].names } }
}

extension Node {
    /// Two trees that differ only in where they stand.
    func isSame(as other: Node) -> Bool { stripped == other.stripped }

    /// The tree without places: a form to compare.
    var stripped: Value? { value.map(Node.strip) }

    private static func strip(_ value: Value) -> Value {
        switch value {
        case .object(let members):
            .object(members.filter { $0.key != "location" && $0.key != "stmt_location" && $0.key != "stmt_len" }.mapValues(strip))
        case .list(let items): .list(items.map(strip))
        default: value
        }
    }
}
