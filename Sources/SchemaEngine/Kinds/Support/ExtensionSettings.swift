import SchemaModel

/// Settings of extensions in a function's SET clauses, such as `ivfflat.probes`.
///
/// In a session that has not loaded the extension's library PostgreSQL does not know the setting, and then lets only a
/// superuser write it into a function ("permission denied to set parameter"). Naming a type of the extension loads it.
enum ExtensionSettings {
    /// A statement before the function's own, where one is needed; the casts are parsed and never evaluated.
    static func loading(_ function: Fact) -> [String] {
        let hasForeign = (function.texts(.configuration) ?? []).contains { $0.prefix { $0 != "=" }.contains(".") }
        let types = (function.texts(.argumentTypes) ?? []).filter { $0.contains(".") }
        guard hasForeign, !types.isEmpty else { return [] }
        let casts = Set(types).sorted().map { "NULL::\($0)" }.joined(separator: ", ")
        let body = "BEGIN PERFORM \(casts) WHERE false; END"
        return [
            "-- The library of a type knows its settings; without it only a superuser may write them.\n"
                + "DO \(SQL.dollarQuoted(body, tag: "load"))"
        ]
    }
}
