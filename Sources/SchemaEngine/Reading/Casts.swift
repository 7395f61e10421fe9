/// Two types, as `format_type` writes them without a modifier.
package struct CastKey: Hashable, Sendable {
    let from: String
    let to: String
}

/// In which contexts PostgreSQL applies a cast by itself (`pg_cast.castcontext`).
package enum CastContext: String, Sendable {
    case implicit = "i"
    case assignment = "a"
    case explicit = "e"

    /// Rows: the types of a cast, the letter of its context, and whether it leaves the value as it is stored.
    static let query = """
        SELECT pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL), c.castcontext::text,
            c.castmethod = 'b'
        FROM pg_catalog.pg_cast c
        """
}
