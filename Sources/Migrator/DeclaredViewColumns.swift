import PostgresClient
import SchemaEngine
import SchemaModel

/// Compares the columns that views declare with the columns that their queries give.
///
/// Checks and queries take a column's Swift type from its declaration, so a wrong one would decode values wrongly, or fail at run time.
struct DeclaredViewColumns {
    private struct Column: Hashable {
        let name: String
        let type: String

        init?(_ value: Value) {
            guard let object = value.object, let name = object["name"]?.text, let type = object["type"]?.text else { return nil }
            self.name = name
            self.type = type
        }
    }

    private static func columns(_ fact: Fact) -> [Column] { (fact[.viewColumns]?.list ?? []).compactMap(Column.init) }

    /// Throws for the first view whose declared columns differ. A view that declares no columns is left alone.
    static func check(_ declared: [Fact], against state: CatalogState, _ connection: PostgresConnection) async throws {
        let views = declared.filter { $0.id.kind == .view || $0.id.kind == .materializedView }.sorted { $0.id < $1.id }
        for view in views {
            guard let loaded = state[view.id] else { continue }
            let wanted = columns(view)
            let given = columns(loaded)
            guard !wanted.isEmpty, wanted != given else { continue }
            if let difference = try await difference(wanted, given, connection) {
                throw MigrationError(
                    .declaration, "\(view.origin.map { "\($0): " } ?? "")\(view.id) \(difference)")
            }
        }
    }

    private static func difference(
        _ declared: [Column], _ given: [Column], _ connection: PostgresConnection
    ) async throws -> String? {
        guard declared.map(\.name) == given.map(\.name) else {
            let names = { (columns: [Column]) in columns.map(\.name).joined(separator: ", ") }
            return "declares the columns (\(names(declared))), but its query gives (\(names(given))). Declare the columns of the "
                + "query, under their names and in their order."
        }
        for (column, actual) in zip(declared, given) where column.type != actual.type {
            // The server knows that int8 is bigint. Lengths and precisions do not change the Swift type.
            let rows = try await connection.query(
                "SELECT pg_catalog.to_regtype($1) IS NOT DISTINCT FROM pg_catalog.to_regtype($2) AS same",
                [column.type, actual.type])
            if try rows.first?.decode("same", as: Bool.self) != true {
                return "declares the column \(column.name) as \(column.type), but its query gives \(actual.type). Declare that "
                    + "type, or cast the value in the query."
            }
        }
        return nil
    }
}
