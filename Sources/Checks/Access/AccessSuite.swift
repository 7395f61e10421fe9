public import SchemaDSL
package import SchemaModel

/// Somebody who reaches tables through row-level security: a role, with the claims of a token.
public struct AccessIdentity: Sendable, Hashable {
    /// Its name in reports.
    public var name: String
    /// The role that it becomes.
    public var role: String
    /// The claims of a token, as `request.jwt.claims` has them in PostgREST and Supabase. The claim `role` is added where it is missing.
    public var claims: [String: AccessClaim]
    /// Settings of the session that policies read, such as `app.tenant`.
    package var settings: [String: String]
    /// Identities of different tenants must not reach the same rows; nil for one that belongs to none.
    package var tenant: String?
    /// True for somebody who must not reach any row, such as a visitor without a token.
    package var isStranger: Bool

    /// An identity.
    ///
    ///     AccessIdentity("Ann", role: "authenticated", claims: ["sub": "6f0c…"], tenant: "acme")
    public init(
        _ name: String, role: String, claims: [String: AccessClaim] = [:], settings: [String: String] = [:], tenant: String? = nil
    ) {
        self.name = name
        self.role = role
        self.claims = claims
        self.settings = settings
        self.tenant = tenant
        isStranger = false
    }

    /// Somebody who must not reach any row.
    public static func stranger(_ name: String, role: String, claims: [String: AccessClaim] = [:]) -> AccessIdentity {
        var identity = AccessIdentity(name, role: role, claims: claims)
        identity.isStranger = true
        return identity
    }
}

/// The identities that are tried on the tables of one database by `plumb access`.
///
///     AccessSuite(Shop.database, schemas: ["app"], shared: [Shop.plans], [
///         AccessIdentity("Ann", role: "authenticated", claims: ["sub": "6f0c…"], tenant: "acme"),
///         AccessIdentity("Bob", role: "authenticated", claims: ["sub": "91d2…"], tenant: "globex"),
///         .stranger("visitor", role: "anon"),
///     ])
public struct AccessSuite: Sendable, Hashable {
    /// The database's name in the project.
    package var database: String
    /// The schemas that are looked at; those that one of the roles may use when there are none here.
    package var schemas: [String]
    /// Tables and views whose rows everybody may read.
    package var shared: Set<ObjectID>
    package var identities: [AccessIdentity]

    /// The identities of a declared database.
    /// - Parameters:
    ///   - schemas: The schemas that are looked at; those that one of the roles may use when none is named.
    ///   - shared: Tables and views whose rows everybody may read, such as a list of countries.
    public init(
        _ database: Database, schemas: [String] = [], shared: [any Relation] = [], _ identities: [AccessIdentity]
    ) {
        let names = database.names
        self.init(
            database: database.name, schemas: schemas, shared: Set(shared.compactMap { names.id(of: $0) }), identities: identities
        )
    }

    package init(database: String, schemas: [String], shared: Set<ObjectID>, identities: [AccessIdentity]) {
        self.database = database
        self.schemas = schemas
        self.shared = shared
        self.identities = identities
    }

    /// - Throws: ``CheckError`` of code `invalidDeclaration` with all that contradicts itself.
    func validate() throws(CheckError) {
        var problems: [String] = []
        if identities.isEmpty { problems.append("no identity is declared") }
        for (name, group) in Dictionary(grouping: identities, by: \.name).sorted(by: { $0.key < $1.key }) where group.count > 1 {
            problems.append("\(group.count) identities are called `\(name)`; give each a name of its own")
        }
        for identity in identities {
            if identity.isStranger, identity.tenant != nil {
                problems.append("`\(identity.name)` is a stranger and has a tenant; it can be one of the two")
            }
            for setting in identity.settings.keys.sorted()
            where setting.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+/) == nil {
                problems.append("`\(setting)` of `\(identity.name)` is not a setting of an application; write one as app.tenant")
            }
        }
        guard problems.isEmpty else {
            throw CheckError(
                .invalidDeclaration,
                "the identities of \(database) contradict themselves:\n" + problems.map { "  \($0)" }.joined(separator: "\n"))
        }
    }
}

extension AccessIdentity {
    /// The settings that make the next statement this identity's, for SET LOCAL. The role comes last: it may not change the others.
    var localSettings: [String] {
        var token = claims
        if token["role"] == nil { token["role"] = .text(role) }
        let own = settings.sorted { $0.key < $1.key }.map { name, value in
            name.split(separator: ".").map { SQL.identifier(String($0)) }.joined(separator: ".") + " = \(SQL.literal(value))"
        }
        return ["row_security = on", "request.jwt.claims = \(SQL.literal(AccessClaim.object(token).value.json))"] + own
            + ["role = \(SQL.literal(role))"]
    }

    /// The texts and numbers of its claims and settings by which rows can belong to it.
    var marks: [String] {
        var found: [String] = []
        func add(_ claim: AccessClaim) {
            switch claim {
            case .text(let text): if !found.contains(text) { found.append(text) }
            case .number(let number): if !found.contains(String(number)) { found.append(String(number)) }
            case .list(let values): values.forEach(add)
            case .object(let values): values.sorted { $0.key < $1.key }.forEach { add($0.value) }
            case .null, .flag: break
            }
        }
        // What a token says of itself belongs to nobody.
        let ofToken: Set = ["role", "aud", "iss", "exp", "iat", "nbf", "aal", "amr"]
        for (name, value) in claims.sorted(by: { $0.key < $1.key }) where !ofToken.contains(name) { add(value) }
        for (_, value) in settings.sorted(by: { $0.key < $1.key }) { add(.text(value)) }
        return found
    }
}
