public import SchemaDSL

/// The queries of one module: `plumb query metrics.message_metrics`.
public struct QueryGroup: Sendable {
    let name: String
    let queries: [any Query]

    /// A group with a name, which becomes the first part of each query's id.
    public init(_ name: String, _ queries: [any Query]) {
        self.name = name
        self.queries = queries
    }
}

/// The declared queries and reports of one database.
public struct QuerySet: Sendable {
    /// The declared database that the queries read.
    public let database: Database
    let groups: [QueryGroup]
    let reports: [Report]

    /// The queries of a database, and its reports.
    public init(_ database: Database, _ groups: [QueryGroup], reports: [Report] = []) {
        self.database = database
        self.groups = groups
        self.reports = reports
    }
}
