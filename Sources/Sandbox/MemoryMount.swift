import Foundation

/// A file system in memory for the databases of a throwaway server.
///
/// `CREATE DATABASE` makes 300 files. ext4 without a journal takes up to a millisecond for each while files that were deleted in the last
/// minutes are many, as they are where databases come and go. The file system is mounted in a mount namespace that only the server is in, so
/// it ends with the server, however the server ends.
enum MemoryMount {
    /// Its arguments: the folder of the databases, an empty folder, then the server's command line.
    private static let script = """
        databases=$1 memory=$2
        shift 2
        mount -t tmpfs -o mode=0700 plumbline "$memory" &&
            cp -a "$databases" "$memory/databases" &&
            mount --bind "$memory/databases" "$databases" || exit
        exec "$@"
        """

    private static let namespace = ["unshare", "--mount", "--propagation", "private"]

    /// The words that stand before the command line of the server in this folder; nothing where the system does not allow it.
    static func prefix(for folder: ServerFolder) async throws -> [String] {
        #if os(Linux)
        guard SystemUser.isRoot else { return [] }
        let memory = folder.path + "/memory"
        let trial = namespace + ["mount", "-t", "tmpfs", "plumbline", memory]
        do {
            try FileManager.default.createDirectory(atPath: memory, withIntermediateDirectories: false)
            try await Program.check(trial, doing: "Mounting a file system in memory")
        } catch is SandboxError {
            return []  // A container without the right to mount: the databases stay on disk.
        }
        return namespace + ["/bin/sh", "-c", script, "plumbline-memory", folder.data + "/base", memory]
        #else
        return []
        #endif
    }
}
