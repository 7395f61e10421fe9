public import Foundation

/// Where servers are installed and scratch data lives; the same rule as in `scripts/common.sh`.
public enum CacheFolder {
    /// `PLUMBLINE_CACHE`, or `plumbline` in `XDG_CACHE_HOME`, `/var/cache` (root) or `~/.cache`, in this order.
    ///
    /// Root's own is not in `/root`: a server never runs as root, and its user may not pass through a folder of mode 0700.
    public static var url: URL {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["PLUMBLINE_CACHE"], !path.isEmpty { return URL(filePath: path, directoryHint: .isDirectory) }
        if let path = environment["XDG_CACHE_HOME"], !path.isEmpty {
            return URL(filePath: path, directoryHint: .isDirectory).appending(path: "plumbline", directoryHint: .isDirectory)
        }
        if SystemUser.isRoot { return URL(filePath: "/var/cache/plumbline", directoryHint: .isDirectory) }
        // The variable, as shells and scripts/common.sh do; Foundation would take the password file's word.
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : URL(filePath: $0, directoryHint: .isDirectory) }
        return (home ?? FileManager.default.homeDirectoryForCurrentUser)
            .appending(path: ".cache/plumbline", directoryHint: .isDirectory)
    }
}
