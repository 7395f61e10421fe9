import CLibPQ
import Foundation

/// The server to connect to and the role to connect as; libpq takes what is left out from `PG*` variables, the service file and `~/.pgpass`.
public struct ConnectionSettings: Sendable, Hashable {
    /// libpq's keywords (`host`, `sslmode`, …) and their values, as given.
    var parameters: [String: String]
    /// How long making a connection may take, over all hosts and addresses. Default 10 s.
    public var connectTimeout: Duration = .seconds(10)
    /// The name that `pg_stat_activity` shows for our sessions, unless the URL or `PGAPPNAME` says otherwise.
    package var applicationName = "plumbline"
    /// A limit for each statement, kept on this side; nil for none. See also `PostgresConnection.setTimeouts`.
    package var statementDeadline: Duration?
    /// After how much silence of a busy server it is asked whether it still answers; nil for never. Default 10 s.
    package var livenessInterval: Duration? = .seconds(10)

    /// Reads a `postgres://` or `postgresql://` URL, or a string of `keyword=value` pairs.
    ///
    /// - Throws: `PostgresError` of code `.invalidSettings`, which never repeats parts of the text: they could be a password.
    public init(url: String) throws(PostgresError) {
        parameters = try ConnectionString.parse(url)
        if let text = parameters.removeValue(forKey: "connect_timeout"), let seconds = Int(text), seconds > 0 {
            connectTimeout = .seconds(seconds)
        }
    }

    init(parameters: [String: String]) { self.parameters = parameters }

    /// The settings that libpq finds by itself: `PG*` variables, the service that `PGSERVICE` names, `~/.pgpass`.
    package static func environment() -> ConnectionSettings { ConnectionSettings(parameters: [:]) }

    /// The same server and user, another database.
    public func with(database: String) -> ConnectionSettings {
        var copy = self
        copy.parameters["dbname"] = database
        return copy
    }

    /// The same server and database, another user; without a password, `~/.pgpass` and `PGPASSWORD` count.
    public func with(user: String, password: String?) -> ConnectionSettings {
        var copy = self
        copy.parameters["user"] = user
        copy.parameters["password"] = password
        return copy
    }

    /// The database's name as given here or by the environment; nil when only a service file knows it.
    public var database: String? { resolved("dbname") }
    /// The host name, address or folder of the socket, likewise.
    public var host: String? { resolved("host") ?? resolved("hostaddr") }
    /// The port, likewise; nil for a list of several.
    public var port: Int? { resolved("port").flatMap { Int($0) } }
    /// The user, likewise.
    public var user: String? { resolved("user") }

    private func resolved(_ keyword: String) -> String? {
        if let value = parameters[keyword], !value.isEmpty { return value }
        // An explicit service counts for more than the environment, and only libpq reads it.
        guard parameters["service"] == nil else { return nil }
        return ConnectionString.defaults()[keyword]
    }

    var password: String? { parameters["password"] ?? ProcessInfo.processInfo.environment["PGPASSWORD"] }

    /// A text of libpq without the password; one that is also a name, as of the user, tells nothing.
    func withoutPassword(_ text: String) -> String {
        guard let password, password.count >= 4, ![user, database, host].contains(password) else { return text }
        return text.replacing(password, with: "********")
    }

    /// The parameters for `PQconnectStartParams`.
    var libpqParameters: [String: String] {
        var all = parameters
        all["client_encoding"] = "UTF8"
        all["fallback_application_name"] = applicationName
        // A peer that vanished without a word is noticed in 25 s, rather than the kernel's two hours.
        let keepalives = [
            "keepalives": "1", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
            "tcp_user_timeout": "25000",
        ]
        all.merge(keepalives) { given, _ in given }
        return all
    }
}

extension ConnectionSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// As `redactedDescription`.
    public var description: String { redactedDescription }
    /// As `redactedDescription`: a debugger's log is a log.
    public var debugDescription: String { redactedDescription }
    /// Shows no password to `dump` and test failures either.
    public var customMirror: Mirror { Mirror(self, children: ["settings": redactedDescription]) }

    /// For people: database, server and user, never a password.
    package var redactedDescription: String {
        if let service = parameters["service"] { return "service \(service)" }
        let name = database ?? user ?? "default"
        let place = host.map { host in host.contains(":") ? "[\(host)]" : host } ?? "local socket"
        return "database \(name) at \(place)\(resolved("port").map { ":" + $0 } ?? "")\(user.map { " as " + $0 } ?? "")"
    }

    /// The URL **with the password**: a secret, to be passed on to a child process by its environment, never shown.
    package var url: String { ConnectionString.url(parameters) }
}
