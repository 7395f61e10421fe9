public import SchemaDSL

/// A declared query: a final class whose stored properties are its parameters and its outputs.
///
///     public final class OpenConversations: Query, Sendable {
///         let since = Parameter("since", .timestamptz, default: "now() - interval '7 days'")
///         let status = Output("status", .text).unmasked()
///         let count = Output("conversations", .bigint).unmasked()
///         let purpose = "Conversations by status, of those that began since a time."
///         var sql: SQLFragment {
///             "SELECT \(c.status), count(*) AS conversations FROM \(c) WHERE \(c.createdAt) >= \(since) GROUP BY 1"
///         }
///     }
///
/// SQL refers to tables and columns by interpolation, so that a misspelled one does not compile, and the server is asked whether it
/// gives the declared outputs (``QueryLibrary/problems(of:on:)``).
public protocol Query: AnyObject, Sendable {
    /// The name without the module's: `OpenConversations` is `open_conversations`.
    var name: String { get }
    /// Its purpose, in one sentence.
    var purpose: String { get }
    /// True when it changes anything.
    var effect: QueryEffect { get }
    /// Extensions without which it cannot run; none unless said.
    var extensions: [String] { get }
    /// Tables that not every database has, of a shape of another application, without which it cannot run; none unless said.
    var tables: [any SchemaObject] { get }
    /// One statement, without a closing semicolon.
    var sql: SQLFragment { get }
}

/// The effect of a query on rows.
public enum QueryEffect: String, Sendable, Hashable, Codable {
    /// Run in a read-only transaction.
    case reads
    /// Inserts, updates or deletes; `plumb query` runs it only when told that it may.
    case writes
}

extension Query {
    public var name: String { Reflection.snakeCase("\(Self.self)") }
    public var effect: QueryEffect { .reads }
    public var extensions: [String] { [] }
    public var tables: [any SchemaObject] { [] }

    /// The parameters in the order of declaration, found by reflection.
    package var parameters: [any AnyParameter] {
        Mirror(reflecting: self).children.compactMap { $0.value as? any AnyParameter }
    }

    /// The outputs in the order of declaration, found by reflection.
    package var outputs: [any AnyOutput] {
        Mirror(reflecting: self).children.compactMap { $0.value as? any AnyOutput }
    }
}
