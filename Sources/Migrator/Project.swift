package import Foundation
package import SchemaModel

/// The part of a project that the migrator needs: its name in the migration history, its databases, and the place of its files.
package struct MigrationProject: Sendable {
    /// The file in `migrations/` that every migration includes.
    package static let historyFileName = "plumbline.sql"

    package let name: String
    package let databases: [DeclaredDatabase]
    /// The folder that holds `migrations/`, `rollback/` and `checks/`.
    package let root: URL

    package init(name: String, databases: [DeclaredDatabase], root: URL) {
        self.name = name
        self.databases = databases
        self.root = root
    }

    package func directory(_ database: String) -> MigrationDirectory { MigrationDirectory(root: root, database: database) }
}
