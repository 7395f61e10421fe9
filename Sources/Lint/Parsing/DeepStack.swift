import Foundation

/// Runs work that recurses as deep as hostile SQL makes it, on a thread with the stack for that.
enum DeepStack {
    /// Untouched pages of a stack cost nothing.
    private static let bytes = 256 << 20

    static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.stackSize = bytes
            thread.name = "plumb lint"
            thread.start()
        }
    }
}
