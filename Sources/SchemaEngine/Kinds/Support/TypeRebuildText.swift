import SchemaModel

/// The statements that turn the values of old types into those of new ones.
///
/// Casts between the old and the new type convert arrays element by element, whatever their dimensions.
struct TypeRebuildText {
    let types: [ObjectID]
    let from: CatalogState
    let to: CatalogState

    // MARK: Names

    /// The name that the old type has meanwhile.
    private func old(_ type: ObjectID) -> ObjectID { SetAsideTypes.spareName(for: type, suffix: "__old", from, to) }
    private func converter(_ type: ObjectID) -> String { SQL.qualified(type.schema, type.name.prefixBytes(55) + "__to_new") }

    var renames: [String] {
        types.map { "ALTER \(keyword($0)) \($0.sql) RENAME TO \(SQL.identifier(old($0).name))" }
    }

    /// Those that are made of others go first.
    var drops: [String] {
        var rest = types
        var result: [String] = []
        while !rest.isEmpty {
            let place =
                rest.firstIndex { type in
                    !rest.contains { $0 != type && TypeRebuild.parts(of: $0, in: from).contains(type) }
                } ?? rest.startIndex
            let type = rest.remove(at: place)
            result.append("DROP \(keyword(type)) \(old(type).sql)")
        }
        return result
    }

    private func keyword(_ type: ObjectID) -> String { type.kind == .domain ? "DOMAIN" : "TYPE" }

    // MARK: Casts

    var casts: [String] {
        types.flatMap { type -> [String] in
            let cast = "CREATE CAST (\(old(type).sql) AS \(type.sql))"
            if type.kind == .enumType, replacedLabels(type).isEmpty { return ["\(cast) WITH INOUT"] }
            guard hasFunction(type) else { return [] }
            let function = type.kind == .enumType ? replacingFunction(type) : convertingFunction(type)
            return [function, "\(cast) WITH FUNCTION \(converter(type))(\(old(type).sql))"]
        }
    }

    /// True for a type whose cast is a function of its own.
    private func hasFunction(_ type: ObjectID) -> Bool {
        type.kind == .compositeType || type.kind == .enumType && !replacedLabels(type).isEmpty
    }

    /// The labels that a declaration replaces, each with the other one.
    private func replacedLabels(_ type: ObjectID) -> [(old: String, new: String)] {
        (to[type]?[.replacedLabels]?.object ?? [:]).compactMap { old, new in new.text.map { (old, $0) } }.sorted { $0.0 < $1.0 }
    }

    var castDrops: [String] {
        types.reversed().flatMap { type -> [String] in
            guard type.kind != .domain else { return [] }
            let drop = "DROP CAST (\(old(type).sql) AS \(type.sql))"
            return hasFunction(type) ? [drop, "DROP FUNCTION \(converter(type))(\(old(type).sql))"] : [drop]
        }
    }

    /// A function of SQL that gives a value another label, also inside of arrays and of values of other types. PostgreSQL writes its
    /// expression into the statement, because it is not strict.
    private func replacingFunction(_ type: ObjectID) -> String {
        let cases = replacedLabels(type).map { "WHEN \(SQL.literal($0.old)) THEN \(SQL.literal($0.new))" }.joined(separator: " ")
        return """
            CREATE FUNCTION \(converter(type))(\(old(type).sql)) RETURNS \(type.sql) LANGUAGE sql STABLE AS \
            \(SQL.dollarQuoted("SELECT (CASE $1::text \(cases) ELSE $1::text END)::\(type.sql)", tag: "convert"))
            """
    }

    /// A function of PL/pgSQL, whose assignments convert as those of INSERT do and refuse what does not fit.
    private func convertingFunction(_ type: ObjectID) -> String {
        let before = CompositeField.all(of: from[type])
        let lines = CompositeField.all(of: to[type]).compactMap { field -> String? in
            guard let was = before.first(where: { $0.name == field.name }) else { return nil }
            let name = SQL.identifier(field.name)
            return "    result.\(name) := \(converted("($1).\(name)", of: was.type));"
        }
        let body = (["DECLARE result \(type.sql);", "BEGIN"] + lines + ["    RETURN result;", "END"]).joined(separator: "\n")
        return """
            CREATE FUNCTION \(converter(type))(\(old(type).sql)) RETURNS \(type.sql) LANGUAGE plpgsql STRICT AS \
            \(SQL.dollarQuoted("\n\(body)\n", tag: "convert"))
            """
    }

    // MARK: Columns

    func conversion(_ column: Fact) -> String? {
        guard let table = column.id.parent, let type = column.text(.type) else { return nil }
        let name = SQL.identifier(column.id.name)
        let collation = column.text(.collation).map { " COLLATE \($0)" } ?? ""
        let value = converted(name, of: type)
        return "ALTER TABLE \(table.sql) ALTER COLUMN \(name) TYPE \(type)\(collation)" + (value == name ? "" : " USING \(value)")
    }

    /// The new value of a column, once the casts are there.
    func value(_ column: Fact) -> String { converted(SQL.identifier(column.id.name), of: column.text(.type) ?? "text") }

    /// An expression of an old type as one of the new type of that name.
    private func converted(_ value: String, of text: String) -> String {
        guard let type = types.first(where: { text == $0.sql || text == $0.sql + "[]" }) else { return value }
        let array = text == type.sql ? "" : "[]"
        guard type.kind == .domain else { return "\(value)::\(text)" }
        let before = from[type]?.text(.type) ?? "text"
        let after = to[type]?.text(.type) ?? "text"
        // What is rebuilt itself has a cast of its own.
        if types.contains(where: { before == $0.sql || before == $0.sql + "[]" }) {
            return "\(value)::\(before)\(from[type]?[.elementType] == nil ? array : "")::\(text)"
        }
        let (old, new) = (plain(before), plain(after))
        if old == new { return array.isEmpty ? value : "\(value)::\(before)[]::\(text)" }
        switch from.casts[CastKey(from: old, to: new)] {
        case .implicit, .assignment: return array.isEmpty ? value : "\(value)::\(after)[]::\(text)"
        case .explicit: return "\(value)::\(after)\(array)::\(text)"
        case nil: return "\(value)::text\(array)::\(after)\(array)::\(text)"
        }
    }

    /// A type's name without its modifier: `numeric(10,2)` is `numeric`.
    private func plain(_ type: String) -> String {
        guard let open = type.firstIndex(of: "("), let close = type.lastIndex(of: ")"), open < close, !type.contains("\"") else {
            return type
        }
        return String(type[..<open]) + type[type.index(after: close)...]
    }
}

/// An attribute of a composite type.
struct CompositeField: Hashable {
    let name: String
    let type: String
    let collation: String?

    var definition: String { "\(SQL.identifier(name)) \(type)" + (collation.map { " COLLATE \($0)" } ?? "") }

    static func all(of fact: Fact?) -> [CompositeField] {
        (fact?[.viewColumns]?.list ?? []).compactMap(\.object).map {
            CompositeField(
                name: $0["name"]?.text ?? "", type: $0["type"]?.text ?? "text", collation: $0["collation"]?.text)
        }
    }
}

/// How the attributes of a composite type differ.
enum CompositeChange {
    case none
    /// Attributes go, and others are added at the end: PostgreSQL does that while columns have the type.
    case addsAndDrops
    case convertsAttributes
    case reorders

    init(_ before: Fact, _ after: Fact) {
        let old = CompositeField.all(of: before)
        let new = CompositeField.all(of: after)
        let kept = old.map(\.name).filter { name in new.contains { $0.name == name } }
        if old == new {
            self = .none
        } else if new.map(\.name).prefix(kept.count).elementsEqual(kept) {
            let isConverted = old.contains { field in new.contains { $0.name == field.name && $0 != field } }
            self = isConverted ? .convertsAttributes : .addsAndDrops
        } else {
            self = .reorders
        }
    }
}
