/// Two sides that are read at the same time.
enum BothSides {
    /// Runs the work for each side. When one fails, the other is canceled, and the failure is thrown: `async let` would wait for the
    /// side that is awaited first, which can hang on a lock while the other side's server is gone.
    static func read<Side: Sendable, Result: Sendable>(
        _ first: Side, _ second: Side, _ work: @escaping @Sendable (Side) async throws -> Result
    ) async throws -> (Result, Result) {
        try await withThrowingTaskGroup(of: (isFirst: Bool, result: Result).self) { group in
            group.addTask { (true, try await work(first)) }
            group.addTask { (false, try await work(second)) }
            var results: (Result?, Result?)
            for try await (isFirst, result) in group {
                if isFirst { results.0 = result } else { results.1 = result }
            }
            guard let first = results.0, let second = results.1 else { throw CancellationError() }
            return (first, second)
        }
    }
}
