import Foundation

/// The 246 things that the documents ask for, as `seed-manifest.json` lists them.
struct Manifest: Decodable {
    let modules: [String: Module]

    struct Module: Decodable {
        let objects: [Entry]
    }

    struct Entry: Decodable, CustomStringConvertible {
        let kind: String
        let name: String
        let table: String?
        let columns: [Column]?
        let values: [String]?
        let schedule: String?

        var description: String { "\(kind) \(table.map { $0 + "." } ?? "")\(name)" }
    }

    struct Column: Decodable {
        let name: String
        let type: String
    }

    static func read() throws -> Manifest {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(component: "seed-manifest.json")
        return try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: file))
    }

    /// The entries of some modules, with the schema that a module is in.
    func entries(of database: String) -> [(schema: String, entry: Entry)] {
        let schemas = database == "chatwoot" ? ["chatwoot": "public"] : Self.supabase
        return schemas.sorted { $0.key < $1.key }.flatMap { module, schema in
            (modules[module]?.objects ?? []).map { (schema, $0) }
        }
    }

    private static let supabase = [
        "knowledge": "knowledge", "analytics": "analytics", "widget": "widget", "metrics": "metrics", "etl": "support_etl",
    ]
}

extension Manifest.Column {
    /// The type as `format_type` writes it, without its schema.
    var catalogType: String {
        let base = type.prefix { $0 != "(" && $0 != "[" }
        let rest = type.dropFirst(base.count)
        let names = [
            "int": "integer", "serial": "integer", "varchar": "character varying", "decimal": "numeric",
            "timestamp": "timestamp without time zone", "timestamptz": "timestamp with time zone",
            "chatsource": "\"ChatSource\"", "chatstatus": "\"ChatStatus\"", "messagetype": "\"MessageType\"",
            "notificationtype": "\"NotificationType\"", "priority": "\"Priority\"", "sendertype": "\"SenderType\"",
        ]
        return (names[String(base)] ?? String(base)) + rest
    }
}
