import SchemaDSL

/// One entry of `contacts.custom_attributes`, as an expression that indexes, the view and queries share.
///
/// An index is used only by queries with its very expression, so that it is written in one place.
struct CustomAttribute {
    private enum Kind { case text, number, integer }

    private let key: String
    private let kind: Kind

    static func text(_ key: String) -> CustomAttribute { CustomAttribute(key: key, kind: .text) }
    /// NULL where the entry is not a number: a cast that fails would make Chatwoot's own writes fail through the index.
    static func number(_ key: String) -> CustomAttribute { CustomAttribute(key: key, kind: .number) }
    /// NULL where the entry is not a whole number that an `integer` holds.
    static func integer(_ key: String) -> CustomAttribute { CustomAttribute(key: key, kind: .integer) }

    func of(_ contacts: ChatwootDocument.Contacts) -> SQLFragment { expression("\(contacts.customAttributes)") }

    func of(_ contacts: ChatwootDocument.Contacts, _ alias: String) -> SQLFragment {
        expression("\(contacts.customAttributes, of: alias)")
    }

    private func expression(_ attributes: SQLFragment) -> SQLFragment {
        let value: SQLFragment = "(\(attributes) ->> \(literal: key))"
        switch kind {
        case .text: return value
        case .number:
            return "CASE WHEN \(value) ~ '^-?[0-9]{1,15}([.][0-9]{1,15})?$' THEN \(value)::double precision END"
        case .integer:
            return "CASE WHEN \(value) ~ '^-?[0-9]{1,9}$' THEN \(value)::integer END"
        }
    }
}
