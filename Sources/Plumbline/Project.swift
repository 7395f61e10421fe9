public import Checks
public import Queries
public import SchemaDSL

/// What a team declares, given to the library that runs it: databases, checks, a name for the ledger.
public struct Project: Sendable {
    /// The name under which the ledgers know the project; several projects can live in one database.
    public let name: String
    public let databases: [Database]
    public let suites: [CheckSuite]
    public let queries: [QuerySet]

    public init(name: String, databases: [Database], suites: [CheckSuite] = [], queries: [QuerySet] = []) {
        self.name = name
        self.databases = databases
        self.suites = suites
        self.queries = queries
    }
}
