import Foundation
import Migrator
import PostgresClient
import SchemaModel

/// `databases.<DATABASE>.fleet` of `plumbline.yml`: where the databases of a fleet are, and how it is gone through.
struct FleetConfiguration: Codable {
    /// A query on the database's own URL: columns `name`, and `database` or `url` where they differ from the name.
    var query: String?
    /// A file with a line for each database: its name, and its URL where it is on another server.
    var list: String?
    var canaries: [String]?
    var waves: [Wave]?
    var concurrency: Int?
    /// How many databases may fail before no further one is begun.
    var failures: Int?
    /// Seconds between two waves.
    var pause: Int?

    /// The size of a wave, which YAML reads as a number or a text.
    struct Wave: Codable {
        let size: FleetWave

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            let text = try (try? value.decode(Int.self)).map(String.init) ?? value.decode(String.self)
            guard let size = FleetWave(text) else {
                throw DecodingError.dataCorruptedError(
                    in: value, debugDescription: "a wave is a number of databases, such as 25, or a share, such as 10%")
            }
            self.size = size
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch size {
            case .members(let count): try value.encode(count)
            case .percent(let share): try value.encode("\(share)%")
            }
        }
    }
}

/// The databases of a fleet, from a file or a query.
struct FleetList {
    /// The database of the project that the fleet has many of.
    let database: String
    let configuration: Configuration
    let root: URL

    /// The databases that a query names, on the database's own URL, in one read-only transaction.
    /// - Throws: ``CommandError`` for rows that name no database, none at all, or one twice.
    func members(query: String, from place: String) async throws -> [FleetMember] {
        let control = try configuration.settings(for: database)
        let rows = try await PostgresConnection.with(control) { connection in
            try await connection.query("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            return try await connection.query(query)
        }
        var members: [FleetMember] = []
        for (number, row) in rows.enumerated() {
            guard let name = row.text("name"), !name.isEmpty else {
                throw CommandError(
                    "\(place): row \(number + 1) has no `name`. The query must give a column `name`, and may give `database` or `url`."
                )
            }
            guard !name.contains("://") else {
                throw CommandError(
                    "\(place): `name` of row \(number + 1) is a URL. Give the URL as `url`, and a name without secrets as `name`."
                )
            }
            let settings: ConnectionSettings
            if let url = row.text("url") {
                settings = try Configuration.settings(url, from: "\(place), `url` of \(name)")
            } else {
                settings = control.with(database: row.text("database") ?? name)
            }
            members.append(FleetMember(name: name, settings: settings))
        }
        return try checked(members, place)
    }

    /// The databases that a file lists, one to a line; an empty line and what follows `#` mean nothing.
    /// - Throws: ``CommandError`` with the line.
    func members(file path: String) throws -> [FleetMember] {
        let text: String
        do {
            let file = path.hasPrefix("/") ? URL(filePath: path) : root.appending(path: path)
            guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else {
                throw CommandError("\(path): there is no such file. Name the list of the fleet's databases with --list.")
            }
            text = try String(contentsOf: file, encoding: .utf8)
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError("\(path): the list of databases cannot be read: \(ErrorText.text(error))")
        }
        let environment = ProcessInfo.processInfo.environment
        var members: [FleetMember] = []
        for (number, line) in text.lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            let place = "\(path):\(number + 1)"
            guard let name = words.first else { continue }
            guard !name.contains("://") else {
                throw CommandError("\(place): a line begins with a name, and this one with a URL; write `NAME URL`")
            }
            switch words.count {
            case 1:
                members.append(FleetMember(name: name, settings: try configuration.settings(for: database).with(database: name)))
            case 2:
                let url = try Configuration.expanded(words[1], environment, place)
                members.append(FleetMember(name: name, settings: try Configuration.settings(url, from: place)))
            default:
                throw CommandError("\(place): a line is a name, or a name and a URL; this one has \(words.count) words")
            }
        }
        return try checked(members, path)
    }

    private func checked(_ members: [FleetMember], _ place: String) throws -> [FleetMember] {
        guard !members.isEmpty else { throw CommandError("\(place): the list names no database") }
        var names: Set<String> = []
        var places: [ConnectionSettings: String] = [:]
        for member in members {
            guard names.insert(member.name).inserted else {
                throw CommandError("\(place): `\(member.name)` is listed twice; each database of a fleet needs a unique name")
            }
            if let other = places.updateValue(member.name, forKey: member.settings) {
                throw CommandError("\(place): `\(other)` and `\(member.name)` are the same database")
            }
        }
        return members
    }
}
