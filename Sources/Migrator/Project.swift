public import Foundation
public import SchemaModel

/// The part of a project that the migrator needs: its name in the migration history, its databases, and the place of its files.
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
