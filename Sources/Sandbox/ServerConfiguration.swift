/// The text of the configuration files of a sandbox server.
struct ServerConfiguration {
    var installation: PostgresInstallation
    var options: SandboxOptions
    /// The folder of the unix socket, as the server sees it.
    var socketFolder: String
    /// The port on the loopback address; nil for none.
    var loopbackPort: Int?

    /// Every sandbox socket has this number in its name; it is no port of the machine's.
    static let socketPort = 5432

    /// `pg_hba.conf`: whoever may enter the socket's folder is trusted, the loopback address wants the password.
    static let authentication = """
        local all all trust
        local replication all trust
        host all all 127.0.0.1/32 scram-sha-256

        """

    func text() throws -> String {
        var settings = [
            "listen_addresses": loopbackPort == nil ? "" : "127.0.0.1",
            "port": String(loopbackPort ?? Self.socketPort),
            "unix_socket_directories": "\"" + socketFolder.replacing("\"", with: "\"\"") + "\"",
            "unix_socket_permissions": "0700",
            "password_encryption": "scram-sha-256",
            "max_connections": "200",
            "max_worker_processes": "32",
            "shared_buffers": "128MB",
            "maintenance_work_mem": "256MB",
            "max_locks_per_transaction": "512",
            // Publications warn below this level.
            "wal_level": "logical",
            "max_wal_size": "4GB",
            // Nothing here outlives a crash of the machine, and need not.
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "wal_init_zero": "off",
            "log_min_messages": "warning",
            "log_line_prefix": "%m [%p] %q%u@%d ",
            "lc_messages": "C",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "datestyle": "ISO, MDY",
            "jit": "off",
        ]
        if let database = options.cronDatabase {
            settings["shared_preload_libraries"] = "pg_cron"
            settings["cron.database_name"] = database
            settings["cron.timezone"] = "UTC"
            // Connections by name would need a TCP address and a password.
            settings["cron.use_background_workers"] = "on"
            if installation.major >= 16, !options.runsCronJobs { settings["cron.launch_active_jobs"] = "off" }
        }
        for (name, value) in options.parameters {
            guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") })
            else { throw SandboxError(.invalid, "\(name.debugDescription) is not the name of a server setting.") }
            settings[name] = value
        }
        return try settings.sorted { $0.key < $1.key }.map { name, value in
            guard !value.contains(where: \.isNewline) else {
                throw SandboxError(.invalid, "The value of the server setting \(name) has a line break.")
            }
            return "\(name) = '\(value.replacing("\\", with: "\\\\").replacing("'", with: "''"))'\n"
        }.joined()
    }
}
