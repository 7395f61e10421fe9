import Foundation
import PostgresClient
import Yams

/// `plumbline.yml`: where the databases are, and what the commands take when nothing else is said.
struct Configuration: Codable {
    struct Entry: Codable {
        /// A connection URL; `${NAME}` stands for an environment variable, so that no password is in the file.
        var url: String?
    }

    var databases: [String: Entry]?
    var lint: LintConfiguration?

    /// Reads the file of a folder; an empty configuration where there is none.
    /// - Throws: ``CommandError`` with the line, when it is not what it should be.
    static func read(in folder: URL) throws -> Configuration {
        let file = folder.appending(component: "plumbline.yml")
        guard FileManager.default.fileExists(atPath: file.path) else { return Configuration() }
        let text = try String(contentsOf: file, encoding: .utf8)
        do {
            return try YAMLDecoder().decode(Configuration.self, from: text)
        } catch let error as DecodingError {
            throw CommandError("plumbline.yml cannot be read: \(error.reason)")
        }
    }

    /// The settings for a database: `PLUMBLINE_URL_<DATABASE>`, else its entry, else libpq's own environment.
    func settings(for database: String) throws -> ConnectionSettings {
        let environment = ProcessInfo.processInfo.environment
        if let url = Self.url(database) { return try Self.settings(url, from: Self.variable(database)) }
        if let url = databases?[database]?.url {
            return try Self.settings(
                try Configuration.expanded(url, environment), from: "plumbline.yml, databases.\(database).url")
        }
        return ConnectionSettings.environment().with(database: database)
    }

    /// A URL that cannot be read, with where it came from; never the URL, which can hold a password.
    private static func settings(_ url: String, from place: String) throws -> ConnectionSettings {
        do {
            return try ConnectionSettings(url: url)
        } catch {
            throw CommandError("\(place): \(error)")
        }
    }

    /// True when anything says where the database is, beyond libpq's defaults.
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

    private static func expanded(_ text: String, _ environment: [String: String]) throws -> String {
        var result = text
        for match in text.matches(of: #/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/#) {
            let name = String(match.output.1)
            guard let value = environment[name] else {
                throw CommandError("plumbline.yml refers to the environment variable \(name), which is not set")
            }
            result = result.replacing("${\(name)}", with: value)
        }
        return result
    }
}
