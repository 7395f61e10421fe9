/// The state of a live server, for the rules that need more than the files.
public struct ServerState: Sendable {
    /// As `server_version_num`.
    public var version: Int
    /// The statements that would make what is there, in order.
    public var statements: [String]
    public var tables: [Table]
    public var columns: [Column]
    /// Indexes of broken builds: schema and name.
    public var invalidIndexes: [(schema: String, name: String)]
    /// Materialized views that were never filled.
    public var unpopulated: [(schema: String, name: String)]

    /// `reltuples` of a table; below zero where it was never counted.
    public struct Table: Sendable {
        public var schema: String
        public var name: String
        public var rows: Double

        public init(schema: String, name: String, rows: Double) {
            self.schema = schema
            self.name = name
            self.rows = rows
        }
    }

    /// A row of `pg_stats`.
    public struct Column: Sendable {
        public var schema: String
        public var table: String
        public var name: String
        public var distinct: Double
        public var nullFraction: Double

        public init(schema: String, table: String, name: String, distinct: Double, nullFraction: Double) {
            self.schema = schema
            self.table = table
            self.name = name
            self.distinct = distinct
            self.nullFraction = nullFraction
        }
    }

    public init(
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
