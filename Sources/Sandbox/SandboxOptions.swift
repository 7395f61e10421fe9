/// How a sandbox server is made.
package struct SandboxOptions: Sendable, Hashable {
    /// Where the server listens.
    package enum Listen: Sendable, Hashable {
        /// A unix socket in a folder that only the server's user (and root) may enter; no password.
        case unixSocket
        /// Besides the socket, 127.0.0.1 at this port (nil: a free one) with a random password (scram-sha-256).
        case loopback(port: Int? = nil)
    }

    /// The major version to take; nil for the best that is installed.
    package var major: Int?
    /// When `major` is not installed, whether the nearest other version will do, even without pg_cron.
    ///
    /// `SandboxServer.notes` says so then.
    package var allowsOtherMajor = false
    /// Where the server listens. Default: a unix socket alone, which is faster and needs no free port.
    package var listen = Listen.unixSocket
    /// The database in which pg_cron lives, created at the start; nil for a server without pg_cron.
    package var cronDatabase: String?
    /// True when pg_cron runs the jobs; otherwise it only keeps them (pg_cron 1.6 and later; older ones always run them).
    package var runsCronJobs = true
    /// Databases to create at the start, each with its preludes.
    package var databases: [Database] = []
    /// More settings of `postgresql.conf`, by name; they win over ours.
    package var parameters: [String: String] = [:]
    /// True when the databases are kept in memory: for small ones that come and go.
    ///
    /// On disk all the same where the system does not allow it: it takes Linux and the right to mount.
    package var prefersMemory = false
    /// How long the server may take until it answers. Default 60 s.
    package var startTimeout: Duration = .seconds(60)

    /// The defaults: the best version installed, a unix socket, no databases.
    package init(major: Int? = nil) { self.major = major }

    /// A database to create, and what it looks like.
    package struct Database: Sendable, Hashable {
        /// The database's name.
        package var name: String
        /// The preludes that are loaded into it, in this order.
        package var preludes: [Prelude]

        /// A database of this name with these preludes.
        package init(_ name: String, _ preludes: Prelude...) {
            self.name = name
            self.preludes = preludes
        }
    }
}
