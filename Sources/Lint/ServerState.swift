/// The state of a live server, for the rules that need more than the files.
package struct ServerState: Sendable {
    /// As `server_version_num`.
    package var version: Int
    /// The statements that would make what is there, in order.
    package var statements: [String]
    package var tables: [Table]
    package var columns: [Column]
    /// Indexes of broken builds: schema and name.
    package var invalidIndexes: [(schema: String, name: String)]
    /// Materialized views that were never filled.
    package var unpopulated: [(schema: String, name: String)]

    /// `reltuples` of a table; below zero where it was never counted.
    package struct Table: Sendable {
        package var schema: String
        package var name: String
        package var rows: Double

        package init(schema: String, name: String, rows: Double) {
            self.schema = schema
            self.name = name
            self.rows = rows
        }
    }

    /// A row of `pg_stats`.
    package struct Column: Sendable {
        package var schema: String
        package var table: String
        package var name: String
        package var distinct: Double
        package var nullFraction: Double

        package init(schema: String, table: String, name: String, distinct: Double, nullFraction: Double) {
            self.schema = schema
            self.table = table
            self.name = name
            self.distinct = distinct
            self.nullFraction = nullFraction
        }
    }

    package init(
        version: Int, statements: [String] = [], tables: [Table] = [], columns: [Column] = [],
        invalidIndexes: [(schema: String, name: String)] = [], unpopulated: [(schema: String, name: String)] = []
    ) {
        self.version = version
        self.statements = statements
        self.tables = tables
        self.columns = columns
        self.invalidIndexes = invalidIndexes
        self.unpopulated = unpopulated
    }

    /// Puts the measures to what the statements made.
    func measure(_ known: KnownSchema) {
        for table in tables { known.tables[QName(schema: table.schema, name: table.name)]?.rows = table.rows }
        for column in columns {
            let name = QName(schema: column.schema, name: column.table)
            guard let place = known.tables[name]?.columns.firstIndex(where: { $0.name == column.name }) else { continue }
            known.tables[name]?.columns[place].distinct = column.distinct
            known.tables[name]?.columns[place].nullFraction = column.nullFraction
        }
        for index in invalidIndexes { known.indexes[QName(schema: index.schema, name: index.name)]?.isInvalid = true }
        for view in unpopulated { known.tables[QName(schema: view.schema, name: view.name)]?.isPopulated = false }
    }
}
