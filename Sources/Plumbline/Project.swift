import Foundation
import Migrator
public import SchemaDSL

/// What a team declares, given to the library that runs it: databases, checks, a name for the ledger.
public struct Project: Sendable {
    /// The name under which the ledgers know the project; several projects can live in one database.
    public let name: String
    public let databases: [Database]

    public init(name: String, databases: [Database]) {
        self.name = name
        self.databases = databases
    }
}
