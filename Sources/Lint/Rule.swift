/// A rule: what it finds, why that matters, and what to write instead.
package struct Rule: Sendable {
    /// Stable: never given to another rule.
    package let code: String
    /// The problem that it finds, in one line.
    package let title: String
    package let kind: Kind
    package let severity: Severity
    /// The names that other tools have for it.
    package let aliases: Aliases
    package let why: String
    package let instead: String
    package let subject: Matter
    /// It only runs where the configuration turns it on.
    package let isOptional: Bool
    /// It finds nothing without a server's state.
    package let needsServer: Bool
    /// False for a rule about statements that `plumb generate` writes only where the plan names the risk already.
    let judgesGenerated: Bool
    let scope: Set<Statement.Origin.Kind>
    let check: @Sendable (inout Visit) -> Void
    let conclude: @Sendable (inout Conclusion) -> Void

    /// The thing that a rule protects.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case lock = "L"
        case dataLoss = "D"
        case failure = "F"
        case clients = "B"
        case transaction = "T"
        case hygiene = "H"

        /// In words, for people.
        package var text: String {
            switch self {
            case .lock: "lock, scan or rewrite"
            case .dataLoss: "data loss"
            case .failure: "may fail"
            case .clients: "breaks clients"
            case .transaction: "transactions and timeouts"
            case .hygiene: "hygiene"
            }
        }
    }

    /// The subject of a rule: the change, or its result.
    package enum Matter: String, Sendable, Hashable, Codable {
        /// How something is changed. Says nothing about a declaration.
        case change
        /// The result. Such a rule skips generated migrations; it judges their declaration.
        case design
        /// Both.
        case both
    }

    /// Other tools' names.
    package struct Aliases: Sendable, Hashable {
        package var squawk: [String]
        package var strongMigrations: [String]
        package var atlas: [String]

        package static let none = Aliases()

        init(squawk: [String] = [], strong: [String] = [], atlas: [String] = []) {
            self.squawk = squawk
            strongMigrations = strong
            self.atlas = atlas
        }
    }

    init(
        _ code: String, _ title: String, _ kind: Kind, _ severity: Severity, aliases: Aliases = .none, why: String,
        instead: String, about subject: Matter = .change, optional isOptional: Bool = false, needsServer: Bool = false,
        judgesGenerated: Bool = true, in scope: Set<Statement.Origin.Kind> = [.script, .block],
        check: @escaping @Sendable (inout Visit) -> Void = { _ in },
        conclude: @escaping @Sendable (inout Conclusion) -> Void = { _ in }
    ) {
        self.code = code
        self.title = title
        self.kind = kind
        self.severity = severity
        self.aliases = aliases
        self.why = why
        self.instead = instead
        self.subject = subject
        self.isOptional = isOptional
        self.needsServer = needsServer
        self.judgesGenerated = judgesGenerated
        self.scope = scope
        self.check = check
        self.conclude = conclude
    }

    /// True when it applies to a source of that role.
    func applies(to role: LintSource.Role) -> Bool {
        switch role {
        case .script: true
        case .generated: subject != .design && judgesGenerated
        case .declaration: subject != .change
        case .background: false
        }
    }
}

/// How much a finding weighs.
package enum Severity: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case note, warning, error

    private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
    package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

extension Rule {
    /// Every rule, by code.
    package static let all: [Rule] =
        (lockRules + rewriteRules + transactionRules + dataLossRules + clientRules + failureRules + hygieneRules
        + namingRules + securityRules + indexRules + vectorRules + partitionRules + replicationRules + jobRules + queryRules
        + ignoreRules).sorted { $0.code < $1.code }

    /// The rule of a code or of another tool's name.
    package static func named(_ name: String) -> [Rule] {
        let upper = name.uppercased()
        return all.filter {
            $0.code == upper || $0.aliases.squawk.contains(name) || $0.aliases.strongMigrations.contains(name)
                || $0.aliases.atlas.contains(upper)
        }
    }
}
