package import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where servers are installed and scratch data lives; the same rule as in `scripts/common.sh`.
package enum CacheFolder {
    /// `PLUMBLINE_CACHE`, or `plumbline` in `XDG_CACHE_HOME`, `/var/cache` (root) or `~/.cache`, in this order.
    ///
    /// Root's own is not in `/root`: a server never runs as root, and its user may not pass through a folder of mode 0700.
    package static var url: URL {
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

    /// The variable that decides where the cache folder is, for an error message about it.
    static var variable: String {
        let environment = ProcessInfo.processInfo.environment
        let names = ["PLUMBLINE_CACHE", "XDG_CACHE_HOME", "HOME"]
        let found = names.first { environment[$0]?.isEmpty == false } ?? "HOME"
        return found == "HOME" && SystemUser.isRoot ? "PLUMBLINE_CACHE" : found
    }

    /// Creates a folder in the cache folder, with those above it; nothing where it is there.
    /// - Throws: `SandboxError` with the path, the reason, and the variable that names another place.
    static func create(_ folder: URL, permissions: Int? = nil) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: permissions.map { [.posixPermissions: $0] })
        } catch {
            throw SandboxError(.invalid, unusable(folder.path(percentEncoded: false), error))
        }
    }

    /// The error for a place in the cache folder that cannot be written.
    static func unusable(_ path: String, _ error: any Error) -> String {
        let origin = variable == "PLUMBLINE_CACHE" ? "" : " (its place follows from \(variable))"
        return
            "The folder \(path)\(origin) cannot be written: \(reason(path, error)). Set PLUMBLINE_CACHE to a folder that you can write to."
    }

    /// The problem of the folder that a path would be created in, or the error in its own words.
    private static func reason(_ path: String, _ error: any Error) -> String {
        var ancestor = URL(filePath: path)
        while !FileManager.default.fileExists(atPath: ancestor.path), ancestor.pathComponents.count > 1 {
            ancestor = ancestor.deletingLastPathComponent()
        }
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: ancestor.path, isDirectory: &isDirectory), !isDirectory.boolValue {
            return "\(ancestor.path) is not a folder"
        }
        guard access(ancestor.path, W_OK) != 0 else { return error.localizedDescription }
        return "\(ancestor.path): \(String(cString: strerror(errno)))"
    }
}
