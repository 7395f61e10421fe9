import PostgresClient

/// Something that a catalog has and Plumbline does not model.
package struct UnmodelledObject: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The object as PostgreSQL describes it, and what of it is not modeled.
    package let description: String
    /// The schema that it is in; nil for what belongs to the whole database or server.
    package let schema: String?

    init(_ description: String, schema: String?) {
        self.description = description
        self.schema = schema
    }

    /// The rows of ``Unmodelled/query(_:)``, in order.
    static func all(in rows: PostgresRows) -> [UnmodelledObject] {
        rows.compactMap { row in row.text(0).map { UnmodelledObject($0, schema: row.text(1)) } }.sorted()
    }

    /// The order of the descriptions.
    package static func < (a: UnmodelledObject, b: UnmodelledObject) -> Bool {
        (a.description, a.schema ?? "") < (b.description, b.schema ?? "")
    }
}
