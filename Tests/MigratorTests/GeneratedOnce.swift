import Foundation
import Migrator
import SchemaEngine
import SchemaModel

/// Caches declared schemas and generated migrations for the whole test process. Many tests start with the same schemas, and proving the
/// same migration again shows nothing new.
actor GeneratedOnce {
    static let shared = GeneratedOnce()

    /// Everything that the files of a migration depend on.
    struct Key: Hashable {
        let major: Int
        let scope: Scope
        let facts: [Fact]
        let rawSQL: [RawStatement]
        let unnamed: Set<ObjectID>
        let extensions: [String: String]
        let roles: [String]
        let name: String
        let online: OnlineOptions.Tables?
        let files: [String: Data]
    }

    struct Result: Sendable {
        let made: MigrationGenerator.Generated?
        let files: [String: Data]
    }

    private struct Source: Hashable {
        let major: Int
        let sql: String
    }

    private var declarations: [Source: Task<DeclaredDatabase, any Error>] = [:]
    private var results: [Key: Task<Result, any Error>] = [:]

    func declared(
        _ major: Int, _ sql: String, _ load: @escaping @Sendable () async throws -> DeclaredDatabase
    ) async throws -> DeclaredDatabase {
        let key = Source(major: major, sql: sql)
        if let task = declarations[key] { return try await task.value }
        let task = Task { try await load() }
        declarations[key] = task
        return try await task.value
    }

    func result(_ key: Key, _ generate: @escaping @Sendable () async throws -> Result) async throws -> Result {
        if let task = results[key] { return try await task.value }
        let task = Task { try await generate() }
        results[key] = task
        return try await task.value
    }
}

/// The files of a project, by their paths.
enum ProjectFiles {
    static func read(_ root: URL) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for folder in ["migrations", "rollback"] {
            let start = root.appending(component: folder)
            for path in FileManager.default.subpaths(atPath: start.path) ?? [] {
                let file = start.appending(path: path)
                if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
                    files["\(folder)/\(path)"] = try Data(contentsOf: file)
                }
            }
        }
        return files
    }

    static func write(_ files: [String: Data], to root: URL) throws {
        for (path, data) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: file)
        }
    }
}
