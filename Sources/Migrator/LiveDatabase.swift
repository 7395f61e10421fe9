package import SchemaEngine
import Foundation
package import PostgresClient
package import SchemaModel

/// One live database, held against its declaration and its migrations.
package struct LiveDatabase: Sendable {
    let project: MigrationProject
    let declared: DeclaredDatabase
    let connection: PostgresConnection
    let host: any ScratchHost
    private(set) var replays = ReplayCache()

    package init(
        _ project: MigrationProject, _ declared: DeclaredDatabase, connection: PostgresConnection, host: any ScratchHost
    ) {
        self.project = project
        self.declared = declared
        self.connection = connection
        self.host = host
    }

    /// The same project and declaration, held against another database; what was replayed is not replayed again.
    package func connected(to connection: PostgresConnection, host: any ScratchHost) -> LiveDatabase {
        var other = LiveDatabase(project, declared, connection: connection, host: host)
        other.replays = replays
        return other
    }

    var directory: MigrationDirectory { project.directory(declared.name) }
    private var reader: CatalogReader { CatalogReader(referenceTables: ReferenceTable.all(in: declared.facts)) }

    /// The live database as it is. PostgreSQL waits for a table that is locked ACCESS EXCLUSIVE when it is asked for the text of an
    /// index, so that the reading waits briefly and is tried again.
    func read(
        _ patience: MigrationRunner.Patience = .init(), _ report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in }
    ) async throws -> CatalogState {
        try await connection.run(script: MigrationConvention.setLockTimeout)
        var attempt = 1
        while true {
            do {
                return try await reader.read(connection)
            } catch let error as PostgresError where error.sqlState == .lockNotAvailable && attempt < patience.attempts {
                report(.notice("reading the schema: another session holds the lock; attempt \(attempt), again in 1 s"))
                try await Task.sleep(for: .seconds(1))
                attempt += 1
            }
        }
    }

    /// The shape of the external tables that fits best; nil where the project has none.
    func shape(
        _ patience: MigrationRunner.Patience = .init(), _ report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in }
    ) async throws -> String? {
        guard declared.shapes.count > 1 else { return declared.shapes.first?.name }
        return try await bestShape(read(patience, report)).0
    }

    /// The live database beside the declaration: what is ours, what is declared, and what belongs to others.
    package struct Comparison: Sendable {
        /// From declared to live: what a person calls drift.
        package let drift: [Delta]
        /// Objects that still have an earlier name in the live database.
        package let renames: [Rename]
        /// The live database, as far as the project owns it and after the renames, and what it is compared with.
        let renamed: RenamedState
        let target: CatalogState
        /// External tables and columns that are not as declared, in words.
        package let external: [String]
        /// The shape of the external schema that fits best; nil where there is none.
        package let shape: String?
        /// Objects in the database that no project of ours names.
        package let unowned: [ObjectID]
        /// Partitions that jobs of ours made, by their partitioned table; never compared, never dropped.
        package let managedPartitions: [ObjectID: [ObjectID]]
        /// Objects that the catalog has and Plumbline does not model: they are neither compared nor changed.
        package let unmodelled: [String]

        package var isClean: Bool { drift.isEmpty && external.isEmpty && renames.isEmpty }

        /// Everything that differs, in words.
        package var differences: [String] {
            renames.map { "\($0.to): is still called \($0.from.name)" } + drift.map(DeltaText.line) + external
        }
    }

    /// The steps that would make the live database match the declaration, as the next migration would take them.
    /// - Throws: `PlanError` where PostgreSQL cannot make a change.
    package func plan(_ comparison: Comparison) throws -> Plan {
        let next = try directory.pairs().next
        let quarantine = Quarantine(migration: next, isRollback: false)
        return try comparison.renamed.plan(to: comparison.target, options: PlanOptions(quarantine: quarantine))
    }

    /// The same without quarantine and rollback, for a sandbox: what is dropped is gone.
    /// - Throws: `PlanError` where PostgreSQL cannot make a change.
    package func planForSandbox(_ comparison: Comparison) throws -> Plan {
        try comparison.renamed.plan(to: comparison.target, options: PlanOptions(includesRollback: false))
    }

    /// Compares, reading only. It lists every difference, also one that no plan can repair.
    /// - Throws: `PostgresError` or ``MigrationError``.
    package func compare() async throws -> Comparison {
        let live = try await reader.read(connection)
        let (shape, external) = try await bestShape(live)
        let generator = MigrationGenerator(project, declared, host: host, shape: shape)
        let wanted = try await generator.declaredState()
        let (scope, known) = Self.scope(declared, known: Set(wanted.facts.keys), in: live)
        let managed = live.managedPartitions(scope, known)
        let owned = live.owned(scope, known)
        let loader = DeclarationLoader(declared, shape: shape)
        let bench = RenameBench(host, declared.platform) { try await loader.prepare($0, host.cache) }
        let renamed = try await bench.renamed(owned, to: wanted, declared.renames)
        let target = renamed.target(wanted, unnamed: declared.unnamed)
        return Comparison(
            drift: SchemaEngine.Comparison.deltas(from: target, to: renamed.state, ignoring: [.owner]),
            renames: renamed.steps.compactMap(\.rename), renamed: renamed, target: target,
            external: external, shape: shape,
            unowned: live.facts.keys.filter { $0.parent == nil && !Self.isOwned($0, scope, known) }.sorted(),
            managedPartitions: managed,
            unmodelled: live.unmodelled.map(\.description))
    }

    /// Ours: in a schema that we own, declared, or made by an earlier migration of ours; and what hangs on these.
    package static func isOwned(_ id: ObjectID, _ scope: Scope, _ known: Set<ObjectID>) -> Bool {
        // What a schema's host sets for all new objects is not ours, although it is about our schema.
        if id.root.kind == .defaultPrivileges { return known.contains(id.root) }
        if scope.contains(id) { return true }
        var next: ObjectID? = id
        while let current = next {
            if known.contains(current) { return true }
            next = current.parent
        }
        return false
    }

    /// The owned objects, with those that still have an earlier name.
    private static func scope(
        _ declared: DeclaredDatabase, known: Set<ObjectID>, in live: CatalogState
    ) -> (Scope, Set<ObjectID>) {
        var (scope, known) = (declared.scope, known)
        for rename in declared.renames {
            guard case .object(let old) = rename.from, case .object(let new) = rename.to, live[old] != nil, live[new] == nil,
                !known.contains(old)
            else { continue }
            known.insert(old)
            if scope.schemas.contains(new.name), new == .schema(new.name) { scope.schemas.insert(old.name) }
            if scope.managedPartitions.contains(new) { scope.managedPartitions.insert(old) }
        }
        return (scope, known)
    }

    // MARK: tables of another application

    /// The shape with the fewest mismatches, and those.
    private func bestShape(_ live: CatalogState) async throws -> (String?, [String]) {
        var best: (String, [String])?
        for shape in declared.shapes {
            let loader = DeclarationLoader(declared, shape: shape.name)
            let prepare = {
                try await host.withScratch(declared.platform) { connection, _ in [try await loader.prepare(connection)] }
            }
            let states =
                if let cache = try await host.cache {
                    try await cache.states(loader.baseKey, orMake: prepare)
                } else {
                    try await prepare()
                }
            let mismatches = Self.mismatches(Set(shape.facts.map(\.id)), states.first ?? CatalogState(), live)
            if mismatches.isEmpty { return (shape.name, []) }
            if best == nil || mismatches.count < best?.1.count ?? .max { best = (shape.name, mismatches) }
        }
        return (best?.0, best?.1 ?? [])
    }

    /// Column by column: type, NOT NULL, default. What the other application has beyond the declaration is its own business.
    private static func mismatches(_ ids: Set<ObjectID>, _ normal: CatalogState, _ live: CatalogState) -> [String] {
        ids.sorted().compactMap { id in
            guard id.kind == .table || id.kind == .column, let wanted = normal[id] else { return nil }
            guard let found = live[id] else {
                return id.parent.map { live[$0] == nil } == true ? nil : "external \(id) is missing"
            }
            guard id.kind == .column else { return nil }
            if wanted.text(.type) != found.text(.type) {
                return "external \(id) is \(found.text(.type) ?? "?"), declared \(wanted.text(.type) ?? "?")"
            }
            if wanted.bool(.notNull) != found.bool(.notNull) {
                return "external \(id) is \(found.bool(.notNull) ? "" : "not ")NOT NULL, declared otherwise"
            }
            let defaultID = ObjectID.columnDefault(of: id)
            let (declared, there) = (normal[defaultID]?.text(.expression), live[defaultID]?.text(.expression))
            guard declared != there else { return nil }
            return "external \(id) has the default \(there ?? "none"), declared \(declared ?? "none")"
        }
    }
}
