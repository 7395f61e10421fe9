import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A lock that processes of this machine share by the name of a file; the kernel releases it when its holder ends.
enum FileLock {
    /// Runs `body` while no other process holds the lock; waits for at most `timeout`.
    static func with<Result>(
        _ path: String, timeout: Duration = .seconds(60), body: () async throws -> Result
    ) async throws -> Result {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SandboxError(.invalid, "The lock \(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        let deadline = ContinuousClock.now + timeout
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard ContinuousClock.now < deadline else {
                throw SandboxError(.state, "Another process has held \(path) for \(timeout). Is a start or stop hanging?")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await body()
    }
}
