import SchemaEngine
import SchemaModel

/// The schema after some of the migrations, as a scratch database has it.
struct ReplayedStates: Sendable {
    /// By the number of the newest migration; 0 for none.
    private(set) var states: [Int: CatalogState] = [:]

    subscript(_ number: Int) -> CatalogState { states[number] ?? CatalogState() }

    /// Every object that one of the states has.
    var known: Set<ObjectID> { states.values.reduce(into: []) { $0.formUnion($1.facts.keys) } }

    mutating func add(_ others: ReplayedStates) { states.merge(others.states) { first, _ in first } }

    /// Replays migrations in a scratch database.
    ///
    /// - Parameter wanted: after which of them the schema is read.
    init(
        _ pairs: [MigrationDirectory.Pair], at wanted: Set<Int>, _ declared: DeclaredDatabase, shape: String?,
        _ host: any ScratchHost
    ) async throws {
        let loader = DeclarationLoader(declared, shape: shape)
        states = try await host.withScratch(declared.platform) { connection, _ in
            var states: [Int: CatalogState] = [:]
            let base = try await loader.prepare(connection)
            let runner = MigrationRunner(connection)
            if wanted.contains(0) { states[0] = loader.own(base, base) }
            for pair in pairs {
                guard pair.number <= wanted.max() ?? 0 else { break }
                try await runner.replay(pair.forward, connection)
                if wanted.contains(pair.number) {
                    states[pair.number] = loader.own(try await loader.reader.read(connection), base)
                }
            }
            return states
        }
    }
}
