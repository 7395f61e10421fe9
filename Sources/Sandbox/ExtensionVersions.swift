import Foundation

extension PostgresInstallation {
    /// Each extension that `CREATE EXTENSION` would find, with the version that it would install: `vector 0.8.1`, in order.
    /// - Throws: when a control file cannot be read.
    package var extensionVersions: [String] {
        get throws {
            guard let folder = extensionFolder else { return extensions.sorted() }
            return try extensions.sorted().map { name in
                let text = try String(contentsOfFile: resolved("\(folder)/\(name).control"), encoding: .utf8)
                let line = text.split(separator: "\n").first { $0.hasPrefix("default_version") }
                return "\(name) \(line ?? "")"
            }
        }
    }

    /// The file that a link leads to, as we see it: Debian's alternatives are absolute links, which mean a place inside of `chroot`.
    private func resolved(_ path: String) -> String {
        var path = path
        // More links than this are a circle, which reading the file reports.
        for _ in 0..<8 {
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return path }
            path =
                target.hasPrefix("/")
                ? (chroot ?? "") + target : (path as NSString).deletingLastPathComponent + "/" + target
        }
        return path
    }
}

extension SandboxServer {
    /// The installation whose server ``start(_:)`` would start.
    /// - Throws: `SandboxError` when none fits.
    package static func installation(for options: SandboxOptions) async throws -> PostgresInstallation {
        try await InstallationChoice.make(options).0
    }
}
