import SchemaModel
import Foundation
import Migrator
import Yams

/// The text of `plumbline.yml`, in which every key has its line.
struct ConfigurationFile {
    static let name = "plumbline.yml"

    private let text: String
    private let root: Node?

    /// - Throws: ``CommandError`` with the line, when the text is not YAML or has a key that means nothing.
    init(_ text: String) throws {
        self.text = text
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw CommandError("\(Self.name): \(error.reason)")
        }
        // A file of comments alone has no settings.
        if let root, root.scalar?.string.isEmpty != true { try Self.check(root, .settings, at: "") }
    }

    /// - Throws: ``CommandError`` with the line of a value that is not what it should be.
    func decoded() throws -> Configuration {
        guard let root, root.scalar?.string.isEmpty != true else { return Configuration() }
        do {
            let configuration = try YAMLDecoder().decode(Configuration.self, from: text)
            try check(configuration)
            return configuration
        } catch let error as DecodingError {
            throw CommandError("\(Self.name)\(line(of: error.path).map { ":\($0)" } ?? ""): \(error.reason)")
        }
    }

    /// Names become those of folders, and numbers must mean something.
    private func check(_ configuration: Configuration) throws {
        func checkName(_ name: String, at path: [String]) throws {
            let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
            guard !isPlain || name.isEmpty || name.hasPrefix(".") || name.hasPrefix("-") || name.utf8.count > 63 else { return }
            throw CommandError(
                "\(Self.name)\(line(of: path).map { ":\($0)" } ?? ""): `\(name)` is not a name: use 1 to 63 letters, digits, "
                    + "underscores, hyphens and dots, beginning with a letter, a digit or an underscore")
        }
        if let name = configuration.name { try checkName(name, at: ["name"]) }
        for name in (configuration.databases ?? [:]).keys.sorted() { try checkName(name, at: ["databases", name]) }
        if let major = configuration.postgres, !(15...99).contains(major) {
            throw CommandError(
                "\(place("postgres")): PostgreSQL \(major) is not supported; write a major version from 15 on, such as 18")
        }
        for (number, rule) in (configuration.policy ?? []).enumerated() where (rule.rows ?? 0) < 0 || (rule.megabytes ?? 0) < 0 {
            throw CommandError("\(place("policy", String(number))): rows and megabytes are 0 or more")
        }
    }

    /// The place of a key, such as `plumbline.yml:7`.
    func place(_ path: String...) -> String { "\(Self.name)\(line(of: path).map { ":\($0)" } ?? "")" }

    /// The line of the deepest key on a path that is there.
    private func line(of path: [String]) -> Int? {
        var node = root
        var line: Int?
        for name in path {
            if let index = Int(name), let item = node?.sequence.flatMap({ $0.indices.contains(index) ? $0[index] : nil }) {
                (node, line) = (item, item.mark?.line ?? line)
                continue
            }
            guard let pair = node?.mapping?.first(where: { $0.key.string == name }) else { break }
            (node, line) = (pair.value, pair.key.mark?.line ?? line)
        }
        return line
    }

    private static func check(_ node: Node, _ keys: ConfigurationKeys, at path: String) throws {
        switch keys {
        case .value: return
        case .list(let element):
            for item in node.sequence ?? [] { try check(item, element, at: path) }
        case .names(let element):
            for (key, value) in node.mapping ?? [:] { try check(value, element, at: "\(path)\(key.string ?? "?").") }
        case .keys(let known):
            for (key, value) in node.mapping ?? [:] {
                let name = key.string ?? ""
                guard let next = known[name] else {
                    let place = key.mark.map { "\(Self.name):\($0.line)" } ?? Self.name
                    let parent = path.isEmpty ? "" : " in \(path.dropLast())"
                    var suggestion = Spelling.suggestion(for: name, among: known.keys)
                    if suggestion.isEmpty, case .names(.keys(let ofDatabase)) = known["databases"], ofDatabase[name] != nil {
                        suggestion = " It is a setting of a database: write it under `databases:` and the database's name."
                    }
                    throw CommandError(
                        "\(place): there is no setting `\(name)`\(parent).\(suggestion) The settings here are "
                            + "\(known.keys.sorted().joined(separator: ", ")).")
                }
                try check(value, next, at: "\(path)\(name).")
            }
        }
    }
}

/// The keys that a part of `plumbline.yml` may have.
indirect enum ConfigurationKeys: Sendable {
    case value
    case list(ConfigurationKeys)
    /// Any names, such as those of databases, with the same keys below each.
    case names(ConfigurationKeys)
    case keys([String: ConfigurationKeys])

    static let settings = ConfigurationKeys.keys([
        "name": .value,
        "schema": .value,
        "postgres": .value,
        "databases": .names(
            .keys([
                "url": .value, "schema": .value, "platform": .value, "schemas": .list(.value),
                "managed-partitions": .list(.value), "online": .list(.value), "unchecked-functions": .list(.value),
                "fleet": .keys([
                    "query": .value, "list": .value, "canaries": .list(.value), "waves": .list(.value), "concurrency": .value,
                    "failures": .value, "pause": .value,
                ]),
                "access": .keys([
                    "schemas": .list(.value), "shared": .list(.value),
                    "identities": .list(
                        .keys([
                            "name": .value, "role": .value, "claims": .names(.value), "settings": .names(.value),
                            "tenant": .value, "stranger": .value,
                        ])),
                ]),
            ])),
        "anomalies": .keys(["false-alarms": .value, "days": .value, "holidays": .list(.value), "time-zone": .value]),
        "policy": .list(.keys(["when": .value, "rows": .value, "megabytes": .value, "then": .value])),
        "lint": .keys([
            "off": .names(.value), "on": .list(.value), "severity": .names(.value), "exposed-schemas": .list(.value),
            "postgres": .value, "in-transaction": .value, "every-integer": .value,
            "naming": .keys([
                "schema": .value, "table": .value, "column": .value, "index": .value, "foreign-key": .value, "check": .value,
            ]),
            "ownership": .list(.keys(["objects": .value, "allow": .list(.value), "deny": .list(.value)])),
        ]),
    ])
}
