public import SchemaDSL

/// The queries of one module: `plumb query metrics.message_metrics`.
public struct QueryGroup: Sendable {
    let name: String
    let queries: [any Query]

    public init(_ name: String, _ queries: [any Query]) {
        self.name = name
        self.queries = queries
    }
}

/// The declared queries and reports of one database.
public struct QuerySet: Sendable {
    public let database: Database
    let groups: [QueryGroup]
    let reports: [Report]

    public init(_ database: Database, _ groups: [QueryGroup], reports: [Report] = []) {
        self.database = database
        self.groups = groups
        self.reports = reports
    }
}
