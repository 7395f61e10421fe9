package import SchemaEngine
import Foundation
package import PostgresClient
package import SchemaModel

/// Writes the next numbered migration and its rollback, and proves them, without a live server.
package struct MigrationGenerator: Sendable {
    let project: MigrationProject
    let declared: DeclaredDatabase
    let host: any ScratchHost
    let shape: String?
    /// Tables and columns, as `schema.table` and `schema.table.column`, whose values a migration may lose.
    package var allowedLosses: Set<String> = []
    /// Tables that the migration and its rollback change without a long lock, where PostgreSQL by itself would rewrite them.
    package var online: OnlineOptions.Tables?
    /// Comments for the head of the forward file, one line each, without the dashes: `plumb:ignore-file PL018: REASON`.
    package var comments: [String] = []
    /// Judges the forward file, and the plan that it was written from, before it is proved; nothing is written when it throws.
    package var review: @Sendable (_ file: MigrationFile, _ plan: Plan) async throws -> Void = { _, _ in }

    package init(_ project: MigrationProject, _ declared: DeclaredDatabase, host: any ScratchHost, shape: String? = nil) {
        self.project = project
        self.declared = declared
        self.host = host
        self.shape = shape
    }

    package var databaseName: String { declared.name }
    var directory: MigrationDirectory { project.directory(declared.name) }
    private var loader: DeclarationLoader { DeclarationLoader(declared, shape: shape) }

    /// The two states that a migration lies between.
    package struct States: Sendable {
        /// The state after `migrations/` is replayed.
        package var replayed: CatalogState
        /// The declared state.
        package var declared: CatalogState
        /// The state after `migrations/` and the renames that lead toward the declaration.
        package var renamed: RenamedState

        /// The state that a migration leads to.
        func target(_ database: DeclaredDatabase) -> CatalogState { renamed.target(declared, unnamed: database.unnamed) }
    }

    /// The result of `generate`.
    package struct Generated: Sendable {
        package let label: String
        package let forward: Plan
        package let rollback: Plan
        package let proof: Proof
    }

    /// Reads both states, each in a scratch database of its own.
    package func states(_ choices: RenameChoices = .none) async throws -> States {
        let wanted = try await declaredState(validating: true)
        let pairs = try directory.pairs()
        let cache = try await host.cache
        let key = ReplayedStates.cacheKey(pairs, at: pairs.next - 1, loader)
        if let replayed = cache?.find(key)?.first, choices.drops.isEmpty,
            !RenameBench.isNeeded(replayed, to: wanted, declared.renames, choices, isStrict: true)
        {
            return States(replayed: replayed, declared: wanted, renamed: RenamedState(replayed))
        }
        return try await host.withScratch(declared.platform) { connection, _ in
            let base = try await loader.prepare(connection, host.cache)
            let runner = MigrationRunner(connection)
            for pair in pairs { try await runner.replay(pair.forward, connection) }
            let read = { loader.own(try await loader.reader.read(connection), base) }
            let replayed = try await read()
            cache?.keep([replayed], key)
            let renamed = try await RenameRun(
                connection: connection, read: read, target: wanted, declared: declared.renames, choices: choices
            ).run(from: replayed)
            return States(replayed: replayed, declared: wanted, renamed: renamed)
        }
    }

    /// The declaration in the catalog's own words; from the cache where it was loaded before.
    package func declaredState(validating: Bool = false) async throws -> CatalogState {
        guard let cache = try await host.cache else { return try await declaredState(validating: validating) { _ in } }
        let key = ["declared"] + loader.cacheKey
        let validated = key + ["validated"] + declared.uncheckedFunctions.sorted()
        // One whose functions were compiled serves who does not ask for that, too.
        if !validating, let found = cache.find(validated)?.first { return loader.completed(found) }
        let states = try await cache.states(validating ? validated : key) {
            [try await declaredState(validating: validating) { _ in }]
        }
        return states.first.map(loader.completed) ?? CatalogState()
    }

    /// Loads the declaration; `asking` gets a connection to the scratch database that holds it.
    package func declaredState(
        validating: Bool, asking: (PostgresConnection) async throws -> Void
    ) async throws -> CatalogState {
        try await host.withScratch(declared.platform) { connection, _ in
            let base = try await loader.prepare(connection, host.cache)
            let state = try await loader.read(connection, base: base)
            if validating { try await FunctionBodies(declared: loader.declared, connection: connection).validate(state) }
            try await asking(connection)
            return state
        }
    }

    /// Compares `migrations/` with the declaration; writes and proves a migration where they differ.
    ///
    /// - Returns: nil when they are the same.
    /// - Throws: ``MigrationError``, `PlanError`, or what ``review`` throws; nothing is written then.
    package func generate(_ name: String, renames choices: RenameChoices = .none) async throws -> Generated? {
        let states = try await states(choices)
        if try record(states) { return nil }
        return try await generate(name, from: states.replayed, states.renamed, to: states.target(declared))
    }

    /// Compares `migrations/` with the declaration, and writes nothing but the digest of the declaration where they are the same.
    ///
    /// - Returns: whether they are the same.
    /// - Throws: ``MigrationError`` when one of them cannot be loaded.
    package func recordDeclaration() async throws -> Bool { try record(try await states()) }

    private func record(_ states: States) throws -> Bool {
        // Names that are exchanged leave the same state.
        guard states.renamed.steps.isEmpty,
            Comparison.deltas(from: states.replayed, to: states.target(declared), ignoring: [.owner]).isEmpty
        else { return false }
        let pairs = try directory.pairs()
        if !pairs.isEmpty { try directory.replace([], with: [], all: pairs, declaration: declared.digest) }
        return true
    }

    /// Writes and proves the migration from one state to another.
    func generate(
        _ name: String, from: CatalogState, _ renamed: RenamedState? = nil, to target: CatalogState
    ) async throws -> Generated {
        let pairs = try directory.pairs()
        let number = pairs.next
        let (forward, rollback) = try await plans(from: renamed ?? RenamedState(from), to: target, number: number)
        let pair = try pair(forward, rollback, number: number, name: name, from: from, to: target)
        try await review(pair.forward, forward)
        let proof = try await prove(pairs, new: pair, declared: target, plans: (forward, rollback))
        try directory.write(
            forward: pair.forward.text, rollback: pair.rollback.text, label: pair.label, declaration: declared.digest)
        if let certificate = proof.certificate { try directory.write(certificate) }
        if let reached = proof.reached {
            try await host.cache?.keep([reached], ReplayedStates.cacheKey(pairs + [pair], at: number, loader))
        }
        return Generated(label: pair.label, forward: forward, rollback: rollback, proof: proof)
    }

    /// Writes a pair for statements of a person's own, which change nothing yet.
    /// - Returns: its label.
    package func generateEmpty(_ name: String) async throws -> String {
        let pairs = try directory.pairs()
        let number = pairs.next
        let replayed = try await ReplayedStates(pairs, at: [number - 1], declared, shape: shape, host)[number - 1]
        let label = MigrationFile.label(number, name)
        func text(_ direction: MigrationFile.Direction) throws -> String {
            let header = header(number, name, direction, replayed, replayed)
            let writer = MigrationWriter(
                header: header, serverVersion: replayed.serverVersion, paired: try Plan(from: replayed, to: replayed))
            return try writer.empty()
        }
        try directory.write(forward: try text(.forward), rollback: try text(.rollback), label: label, declaration: nil)
        return label
    }

    /// The parts of the declaration that `migrations/` does not have yet, in words; empty when they agree.
    package func pending() async throws -> [String] {
        let states = try await states()
        let renames = states.renamed.steps.compactMap(\.rename).map { "\($0.from) is renamed to \($0.to.name)" }
        let deltas = Comparison.deltas(from: states.renamed.state, to: states.target(declared), ignoring: [.owner])
        let history = try directory.isHistoryFileCurrent() ? [] : ["migrations/\(History.fileName) is of another release"]
        return history + renames
            + deltas.map { delta in
                switch delta.kind {
                case .create: "\(delta.id) is new"
                case .drop: "\(delta.id) goes"
                case .alter: "\(delta.id) changes its \(delta.changed.sorted().map(\.rawValue).joined(separator: ", "))"
                }
            }
    }

    func plans(from: RenamedState, to: CatalogState, number: Int) async throws -> (Plan, Plan) {
        var forward = PlanOptions(
            quarantine: Quarantine(migration: number, isRollback: false),
            restore: Quarantine(migration: number, isRollback: true), includesRollback: false)
        var back = PlanOptions(
            quarantine: Quarantine(migration: number, isRollback: true),
            restore: Quarantine(migration: number, isRollback: false), includesRollback: false)
        if let online {
            forward.online = try await wording(online, from: from.state, to: to, forward)
            back.online = try await wording(online, from: to, to: from.state, back)
        }
        let plan = try from.plan(to: to, options: forward)
        do {
            return (plan, try from.planBack(from: to, options: back))
        } catch let error as PlanError {
            throw MigrationError(
                .declaration, "\(declared.name): the change can be made, but its rollback cannot, so nothing was written.",
                cause: error)
        }
    }

    /// The choice, with PostgreSQL's words for what stands on columns that are made beside others.
    func wording(
        _ tables: OnlineOptions.Tables, from: CatalogState, to: CatalogState, _ options: PlanOptions
    ) async throws -> OnlineOptions {
        var options = options
        options.online = OnlineOptions(tables)
        let renames = OnlineOptions.renames(from: from, to: to, options: options)
        // If no column can be changed online, the plan still says why.
        guard !renames.isEmpty else { return OnlineOptions(tables, prepared: to) }
        let loader = loader
        let bench = RenameBench(host, declared.platform) { try await loader.prepare($0, host.cache) }
        return OnlineOptions(tables, prepared: try await bench.reworded(to, by: renames))
    }

    private func header(
        _ number: Int, _ name: String, _ direction: MigrationFile.Direction, _ before: CatalogState, _ after: CatalogState,
        replaced: String? = nil
    ) -> MigrationFile.Header {
        MigrationFile.Header(
            project: project.name, database: declared.name, number: number, name: name, direction: direction,
            before: before.fingerprint(), after: after.fingerprint(), replaced: replaced)
    }

    func pair(
        _ forward: Plan, _ rollback: Plan, number: Int, name: String, from: CatalogState, to: CatalogState,
        replaced: String? = nil
    ) throws -> MigrationDirectory.Pair {
        let label = MigrationFile.label(number, name)
        let up = MigrationWriter(
            header: header(number, name, .forward, from, to, replaced: replaced), serverVersion: to.serverVersion,
            paired: rollback,
            comments: comments)
        let down = MigrationWriter(
            header: header(number, name, .rollback, to, from, replaced: replaced), serverVersion: to.serverVersion,
            paired: forward)
        return MigrationDirectory.Pair(
            forward: try MigrationFile(text: try up.text(forward), path: "migrations/\(declared.name)/\(label).sql"),
            rollback: try MigrationFile(text: try down.text(rollback), path: "rollback/\(declared.name)/\(label).sql"))
    }
}
