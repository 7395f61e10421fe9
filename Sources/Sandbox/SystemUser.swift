#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The user of this process, and the user that runs servers when that is root.
struct SystemUser: Sendable, Hashable {
    var id: uid_t
    var group: gid_t

    static var isRoot: Bool { geteuid() == 0 }

    /// The first of these users that this system has; PostgreSQL refuses to run as root.
    static func forServers() -> SystemUser? {
        for name in ["postgres", "nobody"] {
            var entry = passwd()
            var buffer = [CChar](repeating: 0, count: 16384)
            var result: UnsafeMutablePointer<passwd>?
            guard getpwnam_r(name, &entry, &buffer, buffer.count, &result) == 0, result != nil else { continue }
            return SystemUser(id: entry.pw_uid, group: entry.pw_gid)
        }
        return nil
    }

    /// True when a process of this id exists, ours or another user's.
    static func isRunning(_ process: pid_t) -> Bool {
        process > 0 && (kill(process, 0) == 0 || errno == EPERM)
    }
}
