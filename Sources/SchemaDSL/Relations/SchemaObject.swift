import SchemaModel

/// An object that has a name of its own in a schema: a table, a view, a function, a type, a sequence.
///
/// SQL refers to one by interpolation; the schema is the one whose ``Schema`` lists it.
public protocol SchemaObject: AnyObject, Sendable {
    /// The name without its schema.
    var name: String { get }
}

/// A table or a view: it has columns.
public protocol Relation: SchemaObject {
    /// The name in PostgreSQL; the type's name in snake case unless the type says otherwise.
    ///
    ///     final class User: Table, Sendable {
    ///         static let relationName = "users"
    ///         let name = Column("name", .text).notNull()
    ///     }
    static var relationName: String { get }
}

extension Relation {
    /// The name of the type in PostgreSQL's spelling: `ConversationAnalytics` is `conversation_analytics`.
    public static var relationName: String { Reflection.snakeCase("\(Self.self)") }
}

/// Some columns that several tables have, as a struct of columns: `let times = Timestamps()`.
public protocol ColumnGroup: Sendable {}

extension Relation {
    /// The columns in the order of declaration, found by reflection.
    public var columns: [any AnyColumn] { Reflection.columns(of: self) }
}

extension SchemaObject {
    /// The name of the type in PostgreSQL's spelling: `ConversationAnalytics` is `conversation_analytics`.
    public var name: String { Reflection.snakeCase("\(Self.self)") }
}

extension Relation {
    /// The name that ``relationName`` says; a column may be called `name` beside it.
    public var name: String { Self.relationName }
}

package enum Reflection {
    static func columns(of subject: Any) -> [any AnyColumn] {
        Mirror(reflecting: subject).children.flatMap { child -> [any AnyColumn] in
            if let column = child.value as? any AnyColumn { return [column] }
            return child.value is any ColumnGroup ? columns(of: child.value) : []
        }
    }

    /// The stored properties that look like columns and are none: a modifier without its parentheses, such as `.sensitive`, makes a function of
    /// the column, and Swift takes it without a word. So are columns in an array, a tuple or a dictionary.
    static func unusableProperties(of subject: Any) -> [(name: String, reason: String)] {
        Mirror(reflecting: subject).children.flatMap { child -> [(name: String, reason: String)] in
            if child.value is any AnyColumn { return [] }
            if child.value is any ColumnGroup { return unusableProperties(of: child.value) }
            let name = child.label ?? "?"
            let type = "\(type(of: child.value))"
            if type.contains("->"), type.contains("Column<") {
                return [(name, "is a function that returns a column: write the parentheses of its last modifier")]
            }
            let parts = Mirror(reflecting: child.value)
            let isCollection = [.collection, .tuple, .dictionary, .set].contains(parts.displayStyle)
            guard isCollection, type.contains("Column<") || parts.children.contains(where: { $0.value is any AnyColumn }) else {
                return []
            }
            return [(name, "holds columns: make each of them a property, or put them into a struct that conforms to ColumnGroup")]
        }
    }

    package static func snakeCase(_ name: String) -> String {
        var out = ""
        var previous: Character = "_"
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : "_"
            let startsWord = character.isUppercase && previous != "_" && (!previous.isUppercase || next.isLowercase)
            if startsWord { out += "_" }
            out += character.lowercased()
            previous = character
        }
        return out
    }
}
