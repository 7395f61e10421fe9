import Foundation
import PostgresClient
import SchemaModel

/// A server's data, ready to be started, and the waiting until it answers.
struct ServerLaunch: Sendable {
    var options: SandboxOptions
    var installation: PostgresInstallation
    var folder: ServerFolder
    var port: Int?

    /// Copies the template of the data into `folder` and writes the configuration.
    init(_ options: SandboxOptions, installation: PostgresInstallation, folder: ServerFolder) async throws {
        self.options = options
        self.installation = installation
        self.folder = folder
        if case .loopback(let wanted) = options.listen { port = try wanted ?? LoopbackPort.free() }
        let configuration = ServerConfiguration(
            installation: installation, options: options, socketFolder: installation.path(folder.path), loopbackPort: port)
        let text = try configuration.text()
        try await DataTemplate.copy(for: installation, to: folder)
        // Written in place, so that the files keep the server's user as their owner.
        try Data(text.utf8).write(to: URL(filePath: folder.data + "/postgresql.conf"), options: [])
        try Data(ServerConfiguration.authentication.utf8).write(to: URL(filePath: folder.data + "/pg_hba.conf"), options: [])
    }

    /// Waits for the line `ready` in `postmaster.pid`.
    func waitUntilReady() async throws {
        let deadline = ContinuousClock.now + options.startTimeout
        while ContinuousClock.now < deadline {
            if FileManager.default.fileExists(atPath: folder.exit) {
                throw SandboxError(
                    .startFailed, "\(installation) ended while starting. The end of its log:\n\(folder.lastWords())")
            }
            // Not there yet, or half written: looked at again in a moment.
            let lines = (try? String(contentsOfFile: folder.data + "/postmaster.pid", encoding: .utf8))?
                .split(separator: "\n", omittingEmptySubsequences: false)
            if let lines, lines.count >= 8, lines[7].hasPrefix("ready") { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw SandboxError(
            .startFailed,
            "\(installation) was not ready within \(options.startTimeout). The end of its log:\n\(folder.lastWords())")
    }

    /// How to connect; for a server with a port, sets the password first.
    func settings() async throws -> ConnectionSettings {
        let socketURL = Self.url(host: folder.path, port: port ?? ServerConfiguration.socketPort)
        let local = try ConnectionSettings(url: socketURL)
        guard let port else { return local }
        var generator = SystemRandomNumberGenerator()
        let password = (0..<4).map { _ in String(UInt64.random(in: .min ... .max, using: &generator), radix: 36) }.joined()
        let connection = try await PostgresConnection.connect(local)
        try await connection.execute("ALTER ROLE postgres PASSWORD \(SQL.literal(password))")
        await connection.close()
        return try ConnectionSettings(url: "postgresql://postgres:\(password)@127.0.0.1:\(port)/postgres")
    }

    static func url(host: String, port: Int) -> String {
        let allowed = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        let encoded = host.addingPercentEncoding(withAllowedCharacters: allowed) ?? host
        return "postgresql://postgres@/postgres?host=\(encoded)&port=\(port)"
    }
}
