import Foundation
import SchemaModel

/// A lock on a file, so that a night steps aside while the last one still runs. The system lets it go with the process.
final class NightlyLock {
    private let descriptor: Int32

    /// Takes the lock; nil when another process holds it.
    /// - Throws: ``CommandError`` when the file cannot be made.
    init?(_ file: URL) throws {
        do {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw CommandError(
                "the folder \(file.deletingLastPathComponent().path) cannot be created: \(FileErrorText.reason(error))")
        }
        descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CommandError("the lock file \(file.path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            guard reason == EWOULDBLOCK else {
                throw CommandError("the lock file \(file.path) cannot be locked: \(String(cString: strerror(reason)))")
            }
            return nil
        }
    }

    deinit { close(descriptor) }
}
