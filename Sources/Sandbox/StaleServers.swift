import Foundation

extension ServerFolder {
    /// Removes the folders of servers whose supervisor is gone without having done so: after a power cut, for instance.
    static func sweep(_ installation: PostgresInstallation) async throws {
        let parent = installation.serversFolder.path(percentEncoded: false).trimmingSuffix("/")
        // Nothing there yet means nothing to sweep.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
            let folder = ServerFolder(path: parent + "/" + name)
            guard let supervisor = pid(in: folder.supervisor), !SystemUser.isRunning(supervisor),
                !SystemUser.isRunning(pid(in: folder.data + "/postmaster.pid") ?? 0)
            else { continue }
            // Two processes may sweep at once; the other one's removal is as good as ours.
            try? folder.remove()
        }
    }

    /// The number in the first line of a file; nil when there is no such file.
    static func pid(in file: String) -> pid_t? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first.flatMap { pid_t($0) }
    }
}
