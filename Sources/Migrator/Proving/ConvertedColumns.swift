import SchemaEngine
import SchemaModel

/// The columns to which a migration gives another type, for rows whose values have a place in it.
///
/// Values at the edges of the old type say little: no invented text is an order number, so a migration that converts one would be proved with
/// rows that it refuses. A value of the new type, converted back, is one that it accepts.
struct ConvertedColumns: Sendable {
    /// The type to come, and the way back from it.
    struct Conversion: Sendable {
        let typeName: String
        let modifier: Int
        let type: String
        /// The column's name in ``back``.
        let name: String
        /// The declared expression of the new value over the old one.
        let using: String?
        /// The declared expression of the old value over the new one.
        let back: String?

        /// A value of the new type as one of the old type.
        func value(from new: String, as old: String) -> String {
            let name = SQL.identifier(name)
            return "(SELECT (\(back ?? name))::\(old) FROM (SELECT (\(new))::\(type) AS \(name)) AS plumbline_new)"
        }

        /// A query that fails for an old value that the declared expression cannot convert; nil without one.
        func question(_ old: String) -> String? {
            using.map { "SELECT (\($0))::\(type) FROM (SELECT \(old) AS \(SQL.identifier(name))) AS plumbline_old" }
        }
    }

    static let none = ConvertedColumns()
    private var conversions: [ObjectID: Conversion] = [:]

    private init() {}

    init(from start: CatalogState, to target: CatalogState, _ renames: RenamedNames) {
        for (id, before) in start.facts where id.kind == .column && before[.generated] == nil {
            guard let table = id.parent else { continue }
            let newTable = renames.objects[table] ?? table
            let moved = ObjectID.column(id.name, of: newTable)
            let name = (renames.objects[id] ?? renames.objects[moved])?.name ?? id.name
            guard let after = target[.column(name, of: newTable)], before[.type] != after[.type],
                let typeName = after.text(.typeName), let type = after.text(.type)
            else { continue }
            conversions[id] = Conversion(
                typeName: typeName, modifier: after.integer(.typeModifier) ?? -1, type: type, name: name,
                using: after.text(.conversion), back: after.text(.reverseConversion))
        }
    }

    subscript(_ column: ObjectID) -> Conversion? { conversions[column] }

    /// The names of the types to come.
    var typeNames: [String] { Set(conversions.values.map(\.typeName)).sorted() }
}
