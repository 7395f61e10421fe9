/// The one place where identifiers and literals become SQL.
package enum SQL {
    /// Quotes an identifier always; PostgreSQL's `quote_ident` with `quote_all_identifiers`.
    package static func quoted(identifier name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    /// Quotes an identifier where it must be: reserved, or not of lower-case letters, digits and underscores.
    package static func identifier(_ name: String) -> String {
        guard let first = name.unicodeScalars.first, first == "_" || ("a"..."z").contains(first),
            name.unicodeScalars.allSatisfy({ $0 == "_" || ("a"..."z").contains($0) || ("0"..."9").contains($0) }),
            !Keywords.needQuoting.contains(name)
        else { return quoted(identifier: name) }
        return name
    }

    /// `schema.name`, each part quoted where it must be.
    package static func qualified(_ schema: String?, _ name: String) -> String {
        schema.map { "\(identifier($0)).\(identifier(name))" } ?? identifier(name)
    }

    /// A string literal; with a backslash in it, in the `E''` form, so that `standard_conforming_strings` does not matter.
    package static func literal(_ text: String) -> String {
        let doubled = text.replacing("'", with: "''")
        return text.contains("\\") ? "E'" + doubled.replacing("\\", with: "\\\\") + "'" : "'" + doubled + "'"
    }

    /// A dollar-quoted string, with a tag that the text does not contain.
    package static func dollarQuoted(_ text: String, tag: String = "plumbline") -> String {
        var delimiter = "$\(tag)$"
        var count = 0
        // A text that ends in the first part of the delimiter would close the string early.
        while (text + "$").contains(delimiter) {
            count += 1
            delimiter = "$\(tag)\(count)$"
        }
        return delimiter + text + delimiter
    }

    /// A literal of a value of a reference row.
    package static func literal(_ value: Value) -> String {
        switch value {
        case .null: "NULL"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): value
        case .text(let value): literal(value)
        case .list, .object: literal(value.json)
        }
    }
}

/// PostgreSQL's keywords that cannot stand as a bare name everywhere (`pg_get_keywords()`, categories R, T and C).
enum Keywords {
    static let needQuoting: Set<String> = Set(
        """
        all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast \
        char character check coalesce collate collation column concurrently constraint create cross current_catalog \
        current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable \
        desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group \
        grouping having ilike in initially inner inout int integer intersect interval into is isnull join json json_array \
        json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value \
        lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize \
        not notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary \
        real references returning right row select session_user setof similar smallint some substring symmetric \
        system_user table tablesample then time timestamp to trailing treat trim true union unique user using values varchar \
        variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse \
        xmlpi xmlroot xmlserialize xmltable
        """.split(separator: " ").map(String.init))
}
