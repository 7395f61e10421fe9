public import SchemaEngine
import Foundation
public import PostgresClient
public import SchemaModel

/// Writes the next numbered migration and its rollback, and proves them, without a live server.
public struct MigrationGenerator: Sendable {
    let project: MigrationProject
    let declared: DeclaredDatabase
    let host: any ScratchHost
    let shape: String?

    public init(_ project: MigrationProject, _ declared: DeclaredDatabase, host: any ScratchHost, shape: String? = nil) {
        self.project = project
        self.declared = declared
        self.host = host
        self.shape = shape
    }

    private var directory: MigrationDirectory { project.directory(declared.name) }
    private var loader: DeclarationLoader { DeclarationLoader(declared, shape: shape) }

    /// The two states that a migration lies between.
    public struct States: Sendable {
        /// What `migrations/`, replayed, comes to.
        public var replayed: CatalogState
        /// What is declared.
        public var declared: CatalogState
    }

    /// What `generate` made.
    public struct Generated: Sendable {
        public let label: String
        public let forward: Plan
        public let rollback: Plan
        public let proof: Proof
    }

    /// Reads both states, each in a scratch database of its own.
    public func states() async throws -> States {
        let replayed = try await host.withScratch(declared.platform) { connection, _ in
            let base = try await loader.prepare(connection)
            let runner = MigrationRunner(connection)
            for pair in try directory.pairs() { _ = try await runner.run(pair.forward) }
            return try await loader.reader.read(connection).without(base)
        }
        return States(replayed: replayed, declared: try await declaredState(validating: true))
    }

    /// The declaration in the catalog's own words; `asking` gets a connection to the scratch database that holds it.
    public func declaredState(
        validating: Bool = false, asking: (PostgresConnection) async throws -> Void = { _ in }
    ) async throws -> CatalogState {
        try await host.withScratch(declared.platform) { connection, _ in
            let base = try await loader.prepare(connection)
            let state = try await loader.read(connection, base: base)
            if validating { try await loader.validateBodies(connection, state) }
            try await asking(connection)
            return state
        }
    }

    /// Compares `migrations/` with the declaration; writes and proves a migration where they differ.
    ///
    /// - Returns: nil when they are the same.
    /// - Throws: ``MigrationError`` or `PlanError`; nothing is written then.
    public func generate(_ name: String) async throws -> Generated? {
        let states = try await states()
        let target = Comparison.adoptNames(in: states.declared, unnamed: declared.unnamed, from: states.replayed)
        let pairs = try directory.pairs()
        let number = pairs.count + 1
        let (forward, rollback) = try plans(from: states.replayed, to: target, number: number)
        if forward.isEmpty { return nil }
        let texts = try files(forward, rollback, number: number, name: name, from: states.replayed, to: target)
        let label = "\(MigrationFile.padded(number))_\(name)"
        let pair = MigrationDirectory.Pair(
            forward: try MigrationFile(text: texts.forward, path: "migrations/\(declared.name)/\(label).sql"),
            rollback: try MigrationFile(text: texts.rollback, path: "rollback/\(declared.name)/\(label).sql"))
        let proof = try await prove(pairs, new: pair, declared: target)
        try directory.write(forward: texts.forward, rollback: texts.rollback, label: label)
        return Generated(label: label, forward: forward, rollback: rollback, proof: proof)
    }

    /// What is declared and not in `migrations/` yet, in words; empty when they say the same.
    public func pending() async throws -> [String] {
        let states = try await states()
        let target = Comparison.adoptNames(in: states.declared, unnamed: declared.unnamed, from: states.replayed)
        return Comparison.deltas(from: states.replayed, to: target, ignoring: [.owner]).map { delta in
            switch delta.kind {
            case .create: "\(delta.id) is new"
            case .drop: "\(delta.id) goes"
            case .alter: "\(delta.id) changes its \(delta.changed.sorted().map(\.rawValue).joined(separator: ", "))"
            }
        }
    }

    private func plans(from: CatalogState, to: CatalogState, number: Int) throws -> (Plan, Plan) {
        let forward = Quarantine(tag: "q\(MigrationFile.padded(number))f")
        let back = Quarantine(tag: "q\(MigrationFile.padded(number))r")
        return (
            try Plan(from: from, to: to, options: PlanOptions(quarantine: forward, restore: back, includesRollback: false)),
            try Plan(from: to, to: from, options: PlanOptions(quarantine: back, restore: forward, includesRollback: false))
        )
    }

    private func files(
        _ forward: Plan, _ rollback: Plan, number: Int, name: String, from: CatalogState, to: CatalogState
    ) throws -> (forward: String, rollback: String) {
        func text(_ plan: Plan, _ direction: MigrationFile.Direction, _ before: CatalogState, _ after: CatalogState) throws
            -> String
        {
            try MigrationWriter(
                project: project.name,
                header: MigrationHeader(
                    number: number, name: name, database: declared.name, direction: direction,
                    before: before.fingerprint(), after: after.fingerprint()),
                serverVersion: to.serverVersion
            ).text(plan)
        }
        return (try text(forward, .forward, from, to), try text(rollback, .rollback, to, from))
    }
}
