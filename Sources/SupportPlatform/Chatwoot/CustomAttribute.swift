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
    ///
    /// A JSON number, or a text in the form that PostgreSQL takes for one: sign, decimals, exponent. Those from about 1e255 and
    /// with exponents from 280 are left out, and decimals behind the 300th character ignored: no cast can then leave the range.
    static func number(_ key: String) -> CustomAttribute { CustomAttribute(key: key, kind: .number) }
    /// NULL where the entry is not a whole number that an `integer` holds; `15000.0` is whole.
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
            return """
                CASE WHEN \(value) ~ '^ {0,9}[+-]?([0-9]{1,255}([.][0-9]*)?|[.][0-9]+) *$' \
                OR \(value) ~ '^ {0,9}[+-]?([0-9]{1,20}([.][0-9]{0,20})?|[.][0-9]{1,20})[eE][+-]?0{0,9}\
                ([0-9]{1,2}|1[0-9]{2}|2[0-7][0-9]) *$' \
                THEN left(\(value), 300)::double precision END
                """
        case .integer:
            return """
                CASE WHEN \(value) ~ '^ {0,9}[+-]?0{0,99}[0-9]{1,10}([.]0*)? *$' \
                THEN CASE WHEN left(\(value), 300)::numeric BETWEEN -2147483648 AND 2147483647 \
                THEN left(\(value), 300)::numeric::integer END END
                """
        }
    }
}
