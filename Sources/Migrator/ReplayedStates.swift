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
        let numbers = wanted.filter { number in number == 0 || pairs.contains { $0.number == number } }.sorted()
        guard let cache = try await host.cache else {
            states = try await Self.replay(pairs, at: wanted, loader, host)
            return
        }
        for number in numbers { states[number] = cache.find(Self.cacheKey(pairs, at: number, loader))?.first }
        let missing = Set(numbers).subtracting(states.keys)
        guard !missing.isEmpty else { return }
        for (number, state) in try await Self.replay(pairs, at: missing, loader, host) {
            states[number] = state
            cache.keep([state], Self.cacheKey(pairs, at: number, loader))
        }
    }

    /// Everything that a replayed state follows from: the migrations up to its number, and what they run on.
    static func cacheKey(_ pairs: [MigrationDirectory.Pair], at number: Int, _ loader: DeclarationLoader) -> [String] {
        ["replayed"] + loader.replayKey + pairs.filter { $0.number <= number }.map(\.forward.text)
    }

    private static func replay(
        _ pairs: [MigrationDirectory.Pair], at wanted: Set<Int>, _ loader: DeclarationLoader, _ host: any ScratchHost
    ) async throws -> [Int: CatalogState] {
        try await host.withScratch(loader.declared.platform) { connection, _ in
            var states: [Int: CatalogState] = [:]
            let base = try await loader.prepare(connection, host.cache)
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
