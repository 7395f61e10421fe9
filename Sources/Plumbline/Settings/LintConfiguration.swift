#if Lint
import Lint
#endif

/// `lint:` of `plumbline.yml`.
struct LintConfiguration: Decodable {
    struct Naming: Codable {
        var schema: String?
        var table: String?
        var column: String?
        var index: String?
        var foreignKey: String?
        var check: String?

        private enum CodingKeys: String, CodingKey {
            case schema, table, column, index, check
            case foreignKey = "foreign-key"
        }
    }

    struct Ownership: Codable {
        var objects: String
        var allow: [String]?
        var deny: [String]?
    }

    /// Rules that are off, each with its reason.
    var off: [String: String]?
    var on: [String]?
    #if Lint
    var severity: [String: Severity]?
    #endif
    var naming: Naming?
    var ownership: [Ownership]?
    var exposedSchemas: [String]?
    /// `17`, or `14.2`.
    var postgres: String?
    var inTransaction: Bool?
    var everyInteger: Bool?

    /// - Throws: a `DecodingError` for a key that means nothing, which would otherwise be a rule that stays on in silence.
    init(from decoder: any Decoder) throws {
        let all = try decoder.container(keyedBy: AnyKey.self).allKeys
        if let unknown = all.first(where: { CodingKeys(stringValue: $0.stringValue) == nil }) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "there is no key `\(unknown.stringValue)` in lint"))
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        off = try values.decodeIfPresent([String: String].self, forKey: .off)
        on = try values.decodeIfPresent([String].self, forKey: .on)
        #if Lint
        severity = try values.decodeIfPresent([String: Severity].self, forKey: .severity)
        #endif
        naming = try values.decodeIfPresent(Naming.self, forKey: .naming)
        ownership = try values.decodeIfPresent([Ownership].self, forKey: .ownership)
        exposedSchemas = try values.decodeIfPresent([String].self, forKey: .exposedSchemas)
        postgres = try values.decodeIfPresent(String.self, forKey: .postgres)
        inTransaction = try values.decodeIfPresent(Bool.self, forKey: .inTransaction)
        everyInteger = try values.decodeIfPresent(Bool.self, forKey: .everyInteger)
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private enum CodingKeys: String, CodingKey {
        case off, on, severity, naming, ownership, postgres
        case exposedSchemas = "exposed-schemas"
        case inTransaction = "in-transaction"
        case everyInteger = "every-integer"
    }

    #if Lint
    /// The options that it sets for the linter.
    /// - Throws: ``CommandError`` for a code that no rule has, a rule that is off without a reason, a pattern that is none.
    func options() throws -> LintOptions {
        var options = LintOptions()
        for (name, reason) in off ?? [:] {
            guard reason.contains(where: \.isLetter) else {
                throw CommandError("plumbline.yml, lint.off.\(name): say why the rule is off, as its value")
            }
            for rule in try Self.rules(name, "off") { options.off[rule.code] = reason }
        }
        for name in on ?? [] { options.on.formUnion(try Self.rules(name, "on").map(\.code)) }
        for (name, severity) in severity ?? [:] {
            for rule in try Self.rules(name, "severity") { options.severities[rule.code] = severity }
        }
        options.naming = try patterns()
        options.ownership = (ownership ?? []).map { .init(objects: $0.objects, allow: $0.allow ?? [], deny: $0.deny ?? []) }
        options.exposedSchemas = Set(exposedSchemas ?? [])
        options.inTransaction = inTransaction ?? false
        options.everyInteger = everyInteger ?? false
        options.serverVersion = try postgres.map(Self.version)
        return options
    }

    private func patterns() throws -> LintOptions.NamingPolicy {
        var policy = LintOptions.NamingPolicy()
        func checked(_ pattern: String?, _ key: String) throws -> String? {
            guard let pattern else { return nil }
            do {
                _ = try Regex(pattern)
                return pattern
            } catch {
                throw CommandError("plumbline.yml, lint.naming.\(key): `\(pattern)` is not a regular expression: \(error)")
            }
        }
        policy.schema = try checked(naming?.schema, "schema")
        policy.table = try checked(naming?.table, "table")
        policy.column = try checked(naming?.column, "column")
        policy.index = try checked(naming?.index, "index")
        policy.foreignKey = try checked(naming?.foreignKey, "foreign-key")
        policy.check = try checked(naming?.check, "check")
        return policy
    }

    private static func rules(_ name: String, _ key: String) throws -> [Rule] {
        let rules = Rule.named(name)
        guard !rules.isEmpty else {
            throw CommandError("plumbline.yml, lint.\(key): there is no rule `\(name)`; `plumb lint --rules` lists them")
        }
        return rules
    }

    private static func version(_ text: String) throws -> Int {
        let parts = text.split(separator: ".")
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (1...2).contains(numbers.count), (9...99).contains(numbers[0]) else {
            throw CommandError("plumbline.yml, lint.postgres: `\(text)` is not a version of PostgreSQL; write 17, or \"14.2\"")
        }
        return numbers[0] * 10_000 + (numbers.count == 2 ? numbers[1] : 0)
    }
    #endif
}
