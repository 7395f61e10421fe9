import Foundation

/// The folder of one server: `data`, the log, the socket; owned by the user that the server runs as.
struct ServerFolder: Sendable, Hashable {
    /// As we see it.
    var path: String

    var data: String { path + "/data" }
    var log: String { path + "/log" }
    var exit: String { path + "/exit" }
    var supervisor: String { path + "/supervisor.pid" }
    var socket: String { path + "/.s.PGSQL." }

    /// The shortest limit of the length of a socket's path among our systems (macOS 104, Linux 108), with its final zero.
    static let longestSocket = 103

    /// Makes an empty folder of this name for a server of this installation.
    static func create(_ name: String, for installation: PostgresInstallation) async throws -> ServerFolder {
        let parent = installation.serversFolder
        try CacheFolder.create(parent)
        let folder = ServerFolder(path: parent.path(percentEncoded: false).trimmingSuffix("/") + "/" + name)
        guard folder.socket.utf8.count + 5 <= longestSocket else {
            throw SandboxError(
                .invalid,
                "The path of the socket in \(folder.path) is longer than the system allows. "
                    + "Set PLUMBLINE_CACHE to a folder with a shorter path.")
        }
        do {
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        } catch {
            throw SandboxError(.invalid, CacheFolder.unusable(folder.path, error))
        }
        try await folder.give(to: installation)
        return folder
    }

    /// Gives the folder to the server's user, and closes it to everybody else.
    func give(to installation: PostgresInstallation) async throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        guard SystemUser.isRoot else { return }
        if let chroot = installation.chroot {
            try await Program.check(
                ["chroot", chroot, "chown", "postgres:postgres", installation.path(path)], doing: "Giving \(path) to its server")
        } else if let user = SystemUser.forServers() {
            try FileManager.default.setAttributes(
                [.ownerAccountID: user.id, .groupOwnerAccountID: user.group], ofItemAtPath: path)
        } else {
            throw SandboxError(
                .unsupported,
                "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. "
                    + "Create one: useradd --system postgres")
        }
    }

    func remove() throws { try FileManager.default.removeItem(atPath: path) }

    /// The last lines of the server's log, for an error message.
    func lastWords(lines: Int = 12) -> String {
        // No log is as good as an empty one here: the message says that there are no words.
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        let words = text.split(separator: "\n").suffix(lines).joined(separator: "\n")
        return words.isEmpty ? "(its log is empty)" : words
    }
}
