import SchemaEngine
import SchemaModel

/// The schemas that migrations lead to, each replayed once, however many databases of a fleet are compared with it.
actor ReplayCache {
    private struct Key: Hashable {
        let checksums: [String]
        let numbers: Set<Int>
        let shape: String?
        let major: Int
    }

    private var replays: [Key: Task<ReplayedStates, any Error>] = [:]

    /// As `ReplayedStates.init`; a replay that failed is tried again by the next who asks.
    func states(
        _ pairs: [MigrationDirectory.Pair], at numbers: Set<Int>, _ declared: DeclaredDatabase, shape: String?, major: Int,
        _ host: any ScratchHost
    ) async throws -> ReplayedStates {
        let key = Key(checksums: pairs.map(\.forward.checksum), numbers: numbers, shape: shape, major: major)
        if let running = replays[key] { return try await running.value }
        let task = Task { try await ReplayedStates(pairs, at: numbers, declared, shape: shape, host) }
        replays[key] = task
        do {
            return try await task.value
        } catch {
            replays[key] = nil
            throw error
        }
    }
}
