/// Which of the installed servers fits the options best, and what has to give.
enum InstallationChoice {
    /// The installation, the options as far as it can do them, and what a person should know about the difference.
    static func make(_ wanted: SandboxOptions) async throws -> (PostgresInstallation, SandboxOptions, [String]) {
        try await make(wanted, among: PostgresInstallation.find())
    }

    /// The same among these installations, best first; there is at least one.
    static func make(
        _ wanted: SandboxOptions, among installed: [PostgresInstallation]
    ) throws -> (PostgresInstallation, SandboxOptions, [String]) {
        var options = wanted
        var notes: [String] = []
        var candidates = installed
        if let major = options.major {
            let exact = candidates.filter { $0.major == major }
            if !exact.isEmpty {
                candidates = exact
            } else if options.allowsOtherMajor {
                let distance = candidates.map { abs($0.major - major) }.min()
                candidates = candidates.filter { abs($0.major - major) == distance }
                notes.append("PostgreSQL \(major) is not installed here; \(candidates[0]) is used instead.")
            } else {
                throw PostgresInstallation.notFound(major: major)
            }
        }
        guard options.cronDatabase != nil else { return (candidates[0], options, notes) }
        if let installation = candidates.first(where: { $0.has("pg_cron") }) { return (installation, options, notes) }
        guard options.allowsOtherMajor else {
            throw SandboxError(
                .unsupported,
                "\(candidates[0]) has no pg_cron. Run \(InstallScript.command(major: options.major)) as root, "
                    + "or use the prelude cron-stub.")
        }
        notes.append("\(candidates[0]) has no pg_cron, so no jobs run here; the prelude cron-stub only stores them.")
        options.cronDatabase = nil
        return (candidates[0], options, notes)
    }
}
