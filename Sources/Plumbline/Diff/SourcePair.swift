import SchemaEngine
import Migrator
import PostgresClient
import SchemaModel

/// The two sides of a comparison.
struct SourcePair {
    let from: Source
    let to: Source
    /// The schemas that are compared; all when empty.
    let schemas: [String]
    /// Compares what belongs to the server too.
    var includesRoles = false
    /// The major version of the scratch server; nil for that of the live side, or the usual one.
    var major: Int?

    /// Both states, read at the same time, without what is not compared.
    ///
    /// - Parameter ignored: kinds that are not compared.
    func read(_ context: CommandContext, ignoring ignored: Set<ObjectKind>) async throws -> (from: CatalogState, to: CatalogState)
    {
        let (read, new) = try await readWhole(context, ignoring: ignored)
        let old = try await settled(read, new)
        for manager in old.unmentionedManagers(with: new) where manager.kind == .partitionSet {
            Progress.note("\(manager) is only in the first source; it, its partitions and pg_partman are left as they are")
        }
        return (old.leavingToOthers(with: new, keepsManagers: true), new.leavingToOthers(with: old))
    }

    /// The old state in the words of the new one, where a live side says that they mean the same.
    private func settled(_ old: CatalogState, _ new: CatalogState) async throws -> CatalogState {
        // The new side comes first: it is less often the one in production.
        for case .url(let settings) in [to, from] {
            return try await PostgresConnection.with(settings) { try await Rewording($0).settled(old, new) }
        }
        return old
    }

    private func readWhole(
        _ context: CommandContext, ignoring ignored: Set<ObjectKind>
    ) async throws -> (from: CatalogState, to: CatalogState) {
        if case .url(let old) = from, case .url(let new) = to, schemas.isEmpty {
            return try await Self.read(old, new, ignored, includesRoles: includesRoles)
        }
        let rows = try await from.rows(context) + to.rows(context)
        let major = try await scratchMajor()
        var (old, new) = try await BothSides.read(from, to) { [includesRoles] source in
            try await source.read(context, rows: rows, major: major, includesRoles: includesRoles)
        }
        // A declaration says nothing of what it does not own: that is not something to drop.
        if case .declared(let name) = to, let owner = try await context.databases([name]).first {
            old = old.owned(owner.scope, Set(new.facts.keys))
        } else if case .declared(let name) = from, let owner = try await context.databases([name]).first {
            new = new.owned(owner.scope, Set(old.facts.keys))
        }
        guard !schemas.isEmpty else { return (old, new) }
        // A misspelled name must not look like two schemas without a difference.
        for name in schemas where old[.schema(name)] == nil && new[.schema(name)] == nil {
            throw CommandError("neither side has a schema `\(name)`")
        }
        return (old.only(Set(schemas)), new.only(Set(schemas)))
    }

    /// Two live databases. Equal ones are recognized without decoding what was read, and come back without facts.
    private static func read(
        _ old: ConnectionSettings, _ new: ConnectionSettings, _ ignored: Set<ObjectKind>, includesRoles: Bool
    ) async throws -> (from: CatalogState, to: CatalogState) {
        let reader = CatalogReader(includesRoles: includesRoles)
        let (from, to) = try await BothSides.read(old, new) { settings in
            try await PostgresConnection.with(settings) { try await reader.comparison($0, ignoring: ignored) }
        }
        if from.isEqual(to: to) { return (from.withoutFacts, to.withoutFacts) }
        // These are readings of their own, each with all that a plan needs; what changed since then is in them.
        return try await BothSides.read(old, new) { settings in
            try await PostgresConnection.with(settings) { try await reader.read($0) }
        }
    }

    /// The version that was asked for, or that of the live side; nil without either.
    private func scratchMajor() async throws -> Int? {
        if let major { return major }
        for source in [from, to] {
            if let live = try await source.major() { return live }
        }
        return nil
    }
}

extension Source {
    fileprivate func rows(_ context: CommandContext) async throws -> [ReferenceTable] {
        guard case .declared(let name) = self else { return [] }
        return try await context.databases([name]).flatMap { ReferenceTable.all(in: $0.facts) }
    }
}

extension CatalogState {
    /// The facts of the named schemas; what belongs to the whole database (extensions, publications) is left out.
    fileprivate func only(_ schemas: Set<String>) -> CatalogState {
        var state = filtered { id in id.root.enclosingSchema.map(schemas.contains) ?? false }
        // What is not modeled and in no schema, such as a column of a newer server's catalog, may concern any of them.
        state.unmodelled.removeAll { item in item.schema.map { !schemas.contains($0) } ?? false }
        return state
    }
}
