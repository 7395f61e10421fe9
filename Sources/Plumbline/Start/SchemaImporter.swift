import Foundation
import Migrator
import Sandbox
import SchemaEngine
import SchemaImport
import SchemaModel

/// Turns what a catalog says into a Swift declaration, and proves on a scratch server that the declaration makes the same.
struct SchemaImporter {
    /// The name of the database in the project.
    let database: String
    /// The enum that holds the declaration.
    let namespace: String
    let platform: Platform
    let server: SandboxServer

    /// A declaration, and what a scratch server said of it.
    struct Imported {
        var files: [ImportedFile] = []
        var tables = 0
        /// The statements that Swift has no words for.
        var raw: [String] = []
        /// The objects that are not imported, and why.
        var left: [String] = []
        /// The facts that the scratch server makes of the declaration and the source does not have, and the other way around.
        var differences: [String] = []
    }

    /// The kinds that belong to no schema and are not declared: the host's, another program's, or secret.
    private static let left: [ObjectKind: String] = [
        .cronJob: "the declaration of a job names its schedule and SQL, which may hold a secret",
        .subscription: "its connection may hold a secret", .userMapping: "its options may hold a secret",
        .defaultPrivileges: "they belong to a role", .securityLabel: "it belongs to a label provider",
        .extensionMember: "the privileges are on an extension's object",
    ]

    /// - Parameter schemas: the schemas to import; all when empty.
    func run(_ read: CatalogState, schemas: Set<String>) async throws -> Imported {
        var imported = Imported()
        let (wanted, left) = try await importable(read, schemas)
        imported.left = left + read.unmodelled.map { "\($0.description): Plumbline does not model it" }
        guard !wanted.facts.isEmpty else {
            throw CommandError("there is nothing to import: no schema, table or other object was found")
        }
        let source = SchemaSource(database: database, namespace: namespace, facts: wanted.facts.values)
        imported.tables = wanted.facts.keys.count { $0.kind == .table }
        imported.raw = try rawSQL(source, wanted)
        for _ in 0..<2 {
            let loaded = try await load(source, imported.raw, wanted)
            let differences = Comparison.deltas(from: loaded, to: wanted, ignoring: [.owner])
            imported.differences = differences.map(Self.line)
            guard !differences.isEmpty,
                let rest = try? Plan(from: loaded, to: wanted, options: PlanOptions(includesRollback: false))
            else { break }
            imported.raw += Self.statements(rest)
        }
        if !imported.differences.isEmpty {
            let loaded = try await load(source, imported.raw, wanted)
            imported.differences = Comparison.deltas(from: loaded, to: wanted, ignoring: [.owner]).map(Self.line)
        }
        let notes = imported.left.isEmpty ? [] : ["", "Not imported:"] + imported.left.map { "- \($0)" }
        imported.files = source.sources(raw: imported.raw, platform: platform, notes: notes)
        return imported
    }

    private static func line(_ delta: Delta) -> String {
        switch delta.kind {
        case .create: "\(delta.id) is missing from the declaration"
        case .drop: "\(delta.id) is only in the declaration"
        case .alter: "\(delta.id) differs in \(delta.changed.map(\.rawValue).sorted().joined(separator: ", "))"
        }
    }

    /// The statements of a plan for a database that nobody uses, and that has no rows: an index is built and a constraint validated at once.
    private static func statements(_ plan: Plan) -> [String] {
        var result: [String] = []
        for statement in plan.steps.filter({ !$0.isRecovery && !$0.runsGeneratedSQL && !$0.movesRows }).flatMap(\.statements) {
            if let match = statement.prefixMatch(of: #/CREATE (UNIQUE )?INDEX CONCURRENTLY /#) {
                result.append("CREATE \(match.1 ?? "")INDEX " + statement[match.range.upperBound...])
            } else if let last = result.last, last.hasSuffix(" NOT VALID"),
                let match = statement.wholeMatch(of: #/(.+) VALIDATE CONSTRAINT (.+)/#),
                last.hasPrefix("\(match.1) ADD CONSTRAINT \(match.2) ")
            {
                result[result.count - 1] = String(last.dropLast(" NOT VALID".count))
            } else {
                result.append(statement)
            }
        }
        return result
    }

    // MARK: What is imported

    private func importable(_ read: CatalogState, _ schemas: Set<String>) async throws -> (CatalogState, [String]) {
        for name in schemas.sorted() where read[.schema(name)] == nil { throw CommandError("there is no schema `\(name)`") }
        let base =
            platform == .plain
            ? CatalogState()
            : try await server.withScratch(platform) { connection, _ in try await CatalogReader().read(connection) }
        var left: Set<String> = []
        let tools = read.facts.values.historyOfMigrationTools
        let missing = Set(read.facts.keys.filter { $0.kind == .extension && !server.installation.has($0.name) })
        var state = read.filtered { id in
            let root = id.root
            if id.kind == .owner || base.facts[id] != nil && root != .schema("public") { return false }
            if let schema = root.enclosingSchema, platform.hostSchemas.contains(schema), !schemas.contains(schema) {
                if isAdded(id, read, base) { return true }
                left.insert("schema \(schema): it belongs to the host")
                return false
            }
            if platform != .plain, missing.contains(root) {
                left.insert("\(root): the host has it, and the scratch server does not")
                return false
            }
            if let schema = root.enclosingSchema {
                guard schemas.isEmpty || schemas.contains(schema) else { return false }
            } else if !schemas.isEmpty, root.kind != .extension {
                return false
            }
            if tools.contains(root) {
                if root.kind == .table { left.insert("\(root): another migration tool keeps its history there") }
                return false
            }
            if let reason = Self.left[root.kind] {
                left.insert("\(root): \(reason)")
                return false
            }
            return true
        }
        for (id, fact) in state.facts {
            if id.kind == .extension { state.facts[id]?[.version] = nil }
            if id.kind == .index, fact.bool(.invalid) {
                left.insert("\(id): its build was interrupted, and it is invalid")
                state.facts[id] = nil
            }
        }
        return (state, left.sorted())
    }

    /// True for what a project adds to a table of its host: a policy, or a trigger that runs a function of the project.
    private func isAdded(_ id: ObjectID, _ read: CatalogState, _ base: CatalogState) -> Bool {
        var part = id
        while let parent = part.parent, parent != id.root { part = parent }
        guard base.facts[id.root] != nil, let fact = read.facts[part] else { return false }
        if part.kind == .policy { return true }
        return part.kind == .trigger
            && !fact.dependencies.contains { other in
                other.kind == .function && platform.hostSchemas.contains(other.enclosingSchema ?? "")
            }
    }

    // MARK: Raw SQL and the proof

    /// The statements that create what is declared in no part.
    private func rawSQL(_ source: SchemaSource, _ wanted: CatalogState) throws -> [String] {
        let declared = Set(source.declared.map(\.id.root))
        let start = wanted.filtered { declared.contains($0.root) }
        return Self.statements(try Plan(from: start, to: wanted, options: PlanOptions(includesRollback: false)))
    }

    /// The state that a scratch database has after the declaration is loaded.
    private func load(_ source: SchemaSource, _ raw: [String], _ wanted: CatalogState) async throws -> CatalogState {
        let schemas = Set(wanted.facts.keys.filter { $0.kind == .schema }.map(\.name))
        let declared = DeclaredDatabase(
            name: database, platform: platform, scope: Scope(schemas: schemas), facts: source.declared.sorted { $0.id < $1.id },
            rawSQL: raw.map { RawStatement($0) }, roles: source.roles.sorted())
        let project = MigrationProject(name: database, databases: [declared], root: URL(filePath: "/"))
        var state = try await MigrationGenerator(project, declared, host: server).declaredState()
        for id in state.facts.keys where id.kind == .extension { state.facts[id]?[.version] = nil }
        return state.filtered { $0.kind != .owner && $0.root.kind != .defaultPrivileges && $0.root.kind != .extensionMember }
    }
}

extension Platform {
    /// The schemas that the host keeps for itself. A project adds triggers and policies to their tables, and nothing else.
    fileprivate var hostSchemas: Set<String> {
        guard self == .supabase else { return [] }
        return [
            "auth", "storage", "realtime", "_realtime", "vault", "graphql", "graphql_public", "extensions", "net", "cron",
            "pgbouncer", "pgsodium", "pgsodium_masks", "supabase_functions", "supabase_migrations", "_analytics", "_supavisor",
        ]
    }
}
