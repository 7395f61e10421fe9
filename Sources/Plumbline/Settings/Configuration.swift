import Foundation
import Migrator
import PostgresClient
import SchemaModel

/// `plumbline.yml`: where the databases are, which SQL files declare them, and what the commands take when nothing else is said.
struct Configuration: Decodable {
    /// The settings of one database.
    struct Entry: Codable {
        /// A connection URL; `${NAME}` stands for an environment variable, so that no password is in the file.
        var url: String?
        /// A file or folder of SQL that declares the database.
        var schema: String?
        var platform: String?
        /// The schemas that are owned whole; all that the files declare when it is left out.
        var schemas: [String]?
        /// Partitioned tables, as `schema.table`, whose partitions come and go at run time.
        var managedPartitions: [String]?
        /// The databases that have this schema, where there are many.
        var fleet: FleetConfiguration?
        /// Large tables, as `schema.table`, that migrations change without a long lock where PostgreSQL would rewrite them.
        var online: [String]?
        /// Functions whose bodies are not checked, as `schema.function` or with the types of the arguments.
        var uncheckedFunctions: [String]?
        /// Who is tried on its tables by `plumb access`.
        var access: AccessConfiguration?

        private enum CodingKeys: String, CodingKey {
            case url, schema, platform, schemas, fleet, online, access
            case managedPartitions = "managed-partitions"
            case uncheckedFunctions = "unchecked-functions"
        }
    }

    /// The name of the project in the migration history, where no Swift declares one.
    var name: String?
    /// A file or folder of SQL that declares the one database.
    var schema: String?
    /// The major version of the scratch server that reads the SQL files.
    var postgres: Int?
    var databases: [String: Entry]?
    var lint: LintConfiguration?
    /// The budget of false alarms of all checks on anomalies.
    var anomalies: AnomalyConfiguration?
    /// The policy: what migrations may do to tables, by size.
    var policy: [LockPolicy.Rule]?

    /// Reads the file of a folder; an empty configuration where there is none.
    ///
    /// - Throws: ``CommandError`` with the line, when it is not what it should be.
    static func read(in folder: URL) throws -> Configuration {
        try file(in: folder)?.decoded() ?? Configuration()
    }

    /// The file of a folder; nil where there is none.
    static func file(in folder: URL) throws -> ConfigurationFile? {
        let file = folder.appending(component: ConfigurationFile.name)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do {
            return try ConfigurationFile(try String(contentsOf: file, encoding: .utf8))
        } catch let error as CocoaError {
            throw CommandError("\(ConfigurationFile.name) cannot be read: \(FileErrorText.reason(error))")
        }
    }

    /// The settings for a database: those of `PLUMBLINE_URL_<DATABASE>`, else of its entry.
    ///
    /// - Throws: ``CommandError`` when neither is given: no other server stands in.
    func settings(for database: String) throws -> ConnectionSettings {
        let environment = ProcessInfo.processInfo.environment
        if let url = Self.url(database) { return try Self.settings(url, from: Self.variable(database)) }
        if let url = databases?[database]?.url {
            let place = "plumbline.yml, databases.\(database).url"
            return try Self.settings(try Configuration.expanded(url, environment, place), from: place)
        }
        throw CommandError(Self.missingURL(database))
    }

    /// The error for a database without a URL, with what to do.
    private static func missingURL(_ database: String) -> String {
        let variable = variable(database)
        let given = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("PLUMBLINE_URL_") && $0 != variable }
        return "no URL is given for the database `\(database)`, and no other server stands in for it. Set \(variable)="
            + "postgres://USER@HOST/DATABASE, or databases.\(database).url in plumbline.yml; there, `url: postgres:///\(database)` "
            + "connects as psql does, with PG* variables and .pgpass." + Spelling.suggestion(for: variable, among: given)
    }

    /// A URL that cannot be read, with where it came from; never the URL, which can hold a password.
    static func settings(_ url: String, from place: String) throws -> ConnectionSettings {
        do {
            return try ConnectionSettings(url: url)
        } catch {
            throw CommandError("\(place): \(error)")
        }
    }

    /// True when the URL of the database is given.
    func names(_ database: String) -> Bool {
        Self.url(database) != nil || databases?[database]?.url != nil
    }

    /// The settings from the environment; an empty variable, as CI servers make them of missing secrets, counts as not set.
    private static func url(_ database: String) -> String? {
        let url = ProcessInfo.processInfo.environment[variable(database)]
        return url?.isEmpty == false ? url : nil
    }

    /// The environment variable that says where a database is.
    static func variable(_ database: String) -> String {
        "PLUMBLINE_URL_" + database.uppercased().replacing("-", with: "_")
    }

    /// The text with the values of the environment variables that it names as `${NAME}`.
    static func expanded(_ text: String, _ environment: [String: String], _ place: String) throws -> String {
        var result = text
        for match in text.matches(of: #/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/#) {
            let name = String(match.output.1)
            guard let value = environment[name], !value.isEmpty else {
                throw CommandError(
                    "\(place): the environment variable \(name) is not set, or empty")
            }
            result = result.replacing("${\(name)}", with: value)
        }
        return result
    }
}
