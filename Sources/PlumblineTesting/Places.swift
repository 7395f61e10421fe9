/// A number of places that tasks take in turn; who has one and asks again, in the same task or a child of it, has it already.
actor Places {
    @TaskLocal private static var isInside = false

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    nonisolated func withPlace<Result>(_ body: () async throws -> Result) async throws -> Result {
        if Self.isInside { return try await body() }
        await take()
        let result: Result
        do {
            result = try await Self.$isInside.withValue(true) { try await body() }
        } catch {
            await give()
            throw error
        }
        await give()
        return result
    }

    private func take() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// The place goes to whoever waited longest, without being free in between.
    private func give() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
