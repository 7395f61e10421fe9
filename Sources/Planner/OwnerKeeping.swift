import SchemaModel

/// What is dropped and made again keeps its owner, whoever that is in the database at hand: the role that migrates may be
/// another, and a declaration need not name one.
enum OwnerKeeping {
    /// Writes the owner down for the session, before the drop: a step that cannot stand in a transaction may come between.
    static func remember(_ id: ObjectID) -> String? {
        owner(id).map { "SELECT pg_catalog.set_config(\(SQL.literal(setting(id))), \($0), false)" }
    }

    /// Gives the object back, after its creation.
    static func giveBack(_ id: ObjectID, _ keyword: String) -> String? {
        guard owner(id) != nil else { return nil }
        let name = SQL.literal(setting(id))
        let body = """
            BEGIN
                IF coalesce(current_setting(\(name), true), '') NOT IN ('', current_user) THEN
                    EXECUTE format(\(SQL.literal("ALTER \(keyword) \(id.sql.replacing("%", with: "%%")) OWNER TO %I")), current_setting(\(name)));
                END IF;
            END
            """
        return "DO \(SQL.dollarQuoted("\n\(body)\n", tag: "owner"))"
    }

    private static func setting(_ id: ObjectID) -> String {
        // A setting's name is letters, digits and underscores; two objects of one plan must not share it.
        let scalars = id.description.unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? String(scalar) : "_\(String(scalar.value, radix: 16))_"
        }
        return "plumbline.owner_\(scalars.joined())"
    }

    private static func owner(_ id: ObjectID) -> String? {
        switch id.kind {
        case .view, .materializedView:
            "(SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = \(Question.relation(id)))"
        case .function:
            "(SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = \(Question.function(id)))"
        default: nil
        }
    }
}
