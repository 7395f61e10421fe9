import SchemaModel

/// Names of files and anchors: safe on a case-blind disk, in a URL and as an id, and different for different names.
enum PageName {
    /// Lower-case letters, digits, `_` and `-` stay; all else is its code between tildes.
    static func slug(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", "_", "-": out.unicodeScalars.append(scalar)
            default: out += "~\(String(scalar.value, radix: 16))~"
            }
        }
        return out
    }

    /// The page and the diagram of a schema, without what follows the dot.
    static func base(_ database: String, _ schema: String) -> String { "\(slug(database)).\(slug(schema))" }

    static func anchor(_ id: ObjectID) -> String {
        let kind = id.kind.rawValue.replacing(" ", with: "-")
        guard let signature = id.signature, !signature.isEmpty else { return "\(kind)-\(slug(id.name))" }
        return "\(kind)-\(slug(id.name))-\(slug(signature.replacing(" ", with: "-").replacing(",", with: "")))"
    }
}
