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
        let found = try await cache.states(Self.cacheKey(pairs, at: wanted, loader), count: numbers.count) {
            let made = try await Self.replay(pairs, at: wanted, loader, host)
            return numbers.compactMap { made[$0] }
        }
        states = Dictionary(uniqueKeysWithValues: zip(numbers, found))
    }

    /// Everything that the replayed states follow from.
    static func cacheKey(_ pairs: [MigrationDirectory.Pair], at wanted: Set<Int>, _ loader: DeclarationLoader) -> [String] {
        ["replayed", Value.list(wanted.sorted().map { .integer($0) }).json] + loader.cacheKey + pairs.map(\.forward.text)
    }

    private static func replay(
        _ pairs: [MigrationDirectory.Pair], at wanted: Set<Int>, _ loader: DeclarationLoader, _ host: any ScratchHost
    ) async throws -> [Int: CatalogState] {
        try await host.withScratch(loader.declared.platform) { connection, _ in
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
