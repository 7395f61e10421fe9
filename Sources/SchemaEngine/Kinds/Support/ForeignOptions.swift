import SchemaModel

/// The options of foreign-data wrappers, servers, user mappings, foreign tables and their columns.
///
/// The value of an option that may be a secret never leaves the server: it belongs to an environment, not to a schema. Such an option
/// is not compared; a step that creates its object names it, so that its user can set it.
enum ForeignOptions {
    /// The names of options whose values stay on the server.
    enum Secrecy {
        /// Of wrappers and servers, those that sound like a secret.
        case server
        /// Of tables and columns, where `key` names a key of the table.
        case table
        /// Of user mappings, all but the name of the remote role.
        case userMapping

        fileprivate func isSecret(_ name: String) -> String {
            switch self {
            case .server:
                "\(name) ~* 'pass|secret|token|credential|private|auth|connstr|conninfo|(^|[^a-z])(api|ssl)?_?key($|_|[0-9])'"
            case .table: "\(name) ~* 'pass|secret|token|credential'"
            case .userMapping: "\(name) !~* '^(user|user_?name|usr|login|role|account)$'"
            }
        }
    }

    /// An expression of the options that may be read, as an object of texts.
    static func readable(_ column: String, _ secrecy: Secrecy) -> String {
        """
        (SELECT jsonb_object_agg(o.option_name, coalesce(o.option_value, '')) FROM pg_catalog.pg_options_to_table(\(column)) o
        WHERE NOT (\(secrecy.isSecret("o.option_name"))))
        """
    }

    /// An expression of the names of the options that may not.
    static func secretNames(_ column: String, _ secrecy: Secrecy) -> String {
        """
        (SELECT array_agg(o.option_name ORDER BY o.option_name COLLATE "C") FROM pg_catalog.pg_options_to_table(\(column)) o
        WHERE \(secrecy.isSecret("o.option_name")))
        """
    }

    private static func options(_ fact: Fact, _ attribute: Attribute) -> [String: String] {
        (fact[attribute]?.object ?? [:]).compactMapValues(\.text)
    }

    /// `OPTIONS (host 'a')` after a space; empty where there are none.
    static func clause(_ fact: Fact, _ attribute: Attribute = .options) -> String {
        let list = options(fact, attribute).sorted { $0.key < $1.key }.map {
            "\(SQL.identifier($0.key)) \(SQL.literal($0.value))"
        }
        return list.isEmpty ? "" : " OPTIONS (\(list.joined(separator: ", ")))"
    }

    /// The clause that turns one set of options into another; nil for none.
    static func changes(_ before: Fact, _ after: Fact, _ attribute: Attribute = .options) -> String? {
        let old = options(before, attribute)
        let new = options(after, attribute)
        var list = old.keys.filter { new[$0] == nil }.sorted().map { "DROP \(SQL.identifier($0))" }
        for (name, value) in new.sorted(by: { $0.key < $1.key }) where old[name] != value {
            list.append("\(old[name] == nil ? "ADD" : "SET") \(SQL.identifier(name)) \(SQL.literal(value))")
        }
        return list.isEmpty ? nil : "OPTIONS (\(list.joined(separator: ", ")))"
    }

    /// The note of a step that creates an object without its secrets; nil where it has none.
    static func note(_ fact: Fact, _ alter: String) -> String? {
        guard let names = fact.texts(.secretOptions), !names.isEmpty else { return nil }
        let list = names.map { "ADD \(SQL.identifier($0)) '…'" }.joined(separator: ", ")
        return "values that may be secret are not read; set them with \(alter) OPTIONS (\(list))"
    }
}
