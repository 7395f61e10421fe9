public import Foundation
public import SchemaModel

/// What the migrator needs to know of a project: its name in the ledger, its databases, where its files are.
public struct MigrationProject: Sendable {
    public let name: String
    public let databases: [DeclaredDatabase]
    /// The folder that holds `migrations/`, `rollback/` and `checks/`.
    public let root: URL

    public init(name: String, databases: [DeclaredDatabase], root: URL) {
        self.name = name
        self.databases = databases
        self.root = root
    }

    public func directory(_ database: String) -> MigrationDirectory { MigrationDirectory(root: root, database: database) }
}
