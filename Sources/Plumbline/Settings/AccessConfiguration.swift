import Checks
import SchemaModel

/// `access:` of a database in `plumbline.yml`: who is tried on its tables by `plumb access`.
struct AccessConfiguration: Codable {
    /// The schemas that are looked at; those that one of the roles may use when none is named.
    var schemas: [String]?
    /// Tables and views, as `schema.table`, whose rows everybody may read.
    var shared: [String]?
    var identities: [Identity]

    /// Somebody who reads tables.
    struct Identity: Codable {
        /// Its name in reports; that of the role when it is left out.
        var name: String?
        var role: String
        var claims: [String: AccessClaim]?
        var settings: [String: String]?
        var tenant: String?
        /// Whether it must not reach any row.
        var stranger: Bool?
    }

    /// - Throws: ``CommandError`` for a table that is not named with its schema.
    func suite(_ database: String) throws -> AccessSuite {
        let shared = try (shared ?? []).map { text in
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
                throw CommandError("plumbline.yml, databases.\(database).access.shared: `\(text)` is not schema.table")
            }
            return ObjectID.table(parts[0], parts[1])
        }
        return AccessSuite(
            database: database, schemas: schemas ?? [], shared: Set(shared), identities: identities.map(\.identity))
    }
}

extension AccessConfiguration.Identity {
    fileprivate var identity: AccessIdentity {
        var identity = AccessIdentity(
            name ?? role, role: role, claims: claims ?? [:], settings: settings ?? [:], tenant: tenant)
        identity.isStranger = stranger ?? false
        return identity
    }
}
