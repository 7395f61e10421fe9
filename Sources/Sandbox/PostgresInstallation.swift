import Foundation

/// One installed PostgreSQL: its programs, its version, and what it can do.
package struct PostgresInstallation: Sendable, Hashable {
    /// The major version, 17 for 17.12.
    package let major: Int
    /// The whole version as the server says it, `17.12`.
    package let version: String
    /// The folder of its programs as we see it, inside `chroot` when there is one.
    package let bin: String
    /// The folder that becomes `/` for its programs; nil when they run in place.
    package let chroot: String?
    /// The names of the extensions that `CREATE EXTENSION` would find.
    package let extensions: Set<String>

    /// The arguments that run one of its programs, `["…/bin/pg_dump"]`, as a user other than root and in its chroot.
    ///
    /// The caller appends the program's own arguments; paths among them must go through `path(_:)`.
    package func command(_ program: String) -> [String] { prefix() + [path(bin + "/" + program)] }

    /// A path of ours as the installation's programs see it; nothing changes without a chroot.
    package func path(_ outside: String) -> String {
        guard let chroot, outside.hasPrefix(chroot + "/") else { return outside }
        return String(outside.dropFirst(chroot.count))
    }

    /// True when `CREATE EXTENSION` would find this one.
    package func has(_ name: String) -> Bool { extensions.contains(name) }

    /// The words that stand before a program; `endsWithParent` is for a server whose parent process is its supervisor.
    func prefix(endsWithParent: Bool = false) -> [String] {
        // SIGQUIT is the server's immediate shutdown.
        let tie = endsWithParent ? ["--pdeathsig=QUIT"] : []
        if let chroot {
            return ["chroot", chroot, "setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] + tie + ["--"]
        }
        if SystemUser.isRoot, let user = SystemUser.forServers() {
            return ["setpriv", "--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups"] + tie + ["--"]
        }
        #if os(Linux)
        return tie.isEmpty ? [] : ["setpriv"] + tie + ["--"]
        #else
        return []
        #endif
    }

    /// Where servers of this installation keep their data: a place that its programs and we both see.
    var serversFolder: URL {
        if let chroot { return URL(filePath: chroot + "/var/lib/plumbline", directoryHint: .isDirectory) }
        return CacheFolder.url.appending(path: "servers", directoryHint: .isDirectory)
    }
}

extension PostgresInstallation: CustomStringConvertible {
    /// `PostgreSQL 17.12 (/usr/lib/postgresql/17/bin)`.
    package var description: String { "PostgreSQL \(version) (\(bin))" }
}
