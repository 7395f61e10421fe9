#if Lint
import SchemaEngine
import Foundation
import Lint
import Migrator
import PostgresClient
import SchemaDSL
import SchemaModel

/// Lints what a project declares, and the migrations that were generated from it.
struct LintProject {
    let context: CommandContext
    let options: LintOptions

    /// Each database by itself, since names mean other things in another one.
    ///
    /// - Parameter live: asks the servers whose URL is given for their statistics.
    func lint(_ names: [String], live: Bool) async throws -> LintResult {
        var result = LintResult.nothing
        for name in try context.names(names) {
            let server = live ? try await server(of: name) : nil
            let linter = Linter(options: options)
            var background: [LintSource] = []
            if let files = try context.sqlDatabases.first(where: { $0.name == name }) {
                result += await linter.lint(try sources(files), server: server)
            } else if let database = try await context.databases([name]).first {
                background = try LintProject.background(database)
                result += await linter.lint(background + [try declaration(database)], server: server)
            }
            let migrations = try migrations(name)
            guard !migrations.isEmpty else { continue }
            result += await linter.lint(background + migrations)
        }
        return result
    }

    /// The errors in a migration that is not written yet, as `plumb gate` will find them.
    func errors(in text: String, path: String, of database: DeclaredDatabase) async throws -> [Finding] {
        let new = LintSource(path: path, bytes: Array(text.utf8), role: .generated)
        let sources = try LintProject.background(database) + migrations(database.name).filter { $0.path != path } + [new]
        return await Linter(options: options).lint(sources).findings.filter { $0.path == path && $0.severity == .error }
    }

    /// The files of SQL that declare a database: only what results is judged, since nothing runs them on a live server.
    private func sources(_ database: SQLDatabase) throws -> [LintSource] {
        try database.files(in: context.root).map { file in
            LintSource(path: file.relativePath, bytes: [UInt8](try Data(contentsOf: file)), role: .declaration)
        }
    }

    private func server(of database: String) async throws -> ServerState? {
        guard try context.configuration.names(database) else {
            Progress.note("\(database): no URL is given for it, so no server is read")
            return nil
        }
        return try await PostgresConnection.with(try context.configuration.settings(for: database)) { connection in
            try await LintServer.state(connection, statements: false)
        }
    }

    /// The tables of another application: known, and not ours to judge.
    private static func background(_ database: DeclaredDatabase) throws -> [LintSource] {
        guard let shape = database.shapes.first else { return [] }
        let units = try units(shape.facts)
        return [LintSource(declaration: "declared:\(database.name)", units: units, role: .background) { _ in nil }]
    }

    private func declaration(_ database: DeclaredDatabase) throws -> LintSource {
        var places: [Subject: SourceLocation] = [:]
        for fact in database.facts {
            guard let origin = fact.origin else { continue }
            for subject in LintProject.subjects(fact.id) where places[subject] == nil { places[subject] = origin }
        }
        var files: [String: String] = [:]
        for path in Set(database.facts.compactMap { $0.origin?.file }) {
            // A declaration of another package has no file here; its comments are not ours.
            files[path] = try? String(contentsOf: context.root.appending(path: path), encoding: .utf8)
        }
        let found = places
        return LintSource(
            declaration: "declared:\(database.name)", units: try LintProject.units(database.facts), files: files
        ) { found[$0] ?? found[Subject(schema: $0.schema, name: $0.name)] }
    }

    /// The statements in PostgreSQL's order, each with the line that declared its object.
    private static func units(_ facts: [Fact]) throws -> [LintSource.Unit] {
        let state = CatalogState(facts: Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
        let plan = try Plan(from: CatalogState(), to: state, options: PlanOptions(isTargetRaw: true, includesRollback: false))
        return plan.steps.filter { !$0.isRecovery && $0.object.kind != .referenceRow }.flatMap { step in
            step.statements.map { .init(sql: $0, location: state[step.object]?.origin ?? state[step.object.root]?.origin) }
        }
    }

    /// How the linter calls an object: a column as a part of its table, an index as a relation of its own.
    private static func subjects(_ id: ObjectID) -> [Subject] {
        guard let parent = id.parent else { return [Subject(schema: id.schema, name: id.name)] }
        switch id.kind {
        case .index: return [Subject(schema: parent.schema, name: id.name)]
        case .constraint:
            return [
                Subject(schema: parent.schema, name: parent.name, part: id.name), Subject(schema: parent.schema, name: id.name),
            ]
        case .column, .policy, .trigger: return [Subject(schema: parent.schema, name: parent.name, part: id.name)]
        default: return []
        }
    }

    private func migrations(_ database: String) throws -> [LintSource] {
        let folder = MigrationDirectory(root: context.root, database: database).migrations
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }.sorted()
        return try names.map { name in
            let bytes = [UInt8](try Data(contentsOf: folder.appending(component: name)))
            return LintSource(path: "migrations/\(database)/\(name)", bytes: bytes, role: .generated)
        }
    }
}
#endif
