import SchemaModel

/// An object that is dropped and created again keeps its owner, whoever that is in the database at hand: the role that migrates may be
/// another, and a declaration need not name one.
enum OwnerKeeping {
    /// Saves the owner in a setting of the session, before the drop: a step that cannot run in a transaction may come between.
    static func remember(_ id: ObjectID) -> String? {
        owner(id).map { "SELECT pg_catalog.set_config(\(SQL.literal(setting(id))), \($0), false)" }
    }

    /// Gives the object back to its owner, after its creation.
    static func restore(_ fact: Fact) -> String? {
        let id = fact.id
        guard owner(id) != nil, let reference = id.kind.definition.reference(id, fact) else { return nil }
        let name = SQL.literal(setting(id))
        let statement = SQL.literal("ALTER \(reference.replacing("%", with: "%%")) OWNER TO %I")
        let owner = "coalesce(nullif(current_setting(\(name), true), ''), current_user)"
        return "DO " + SQL.dollarQuoted(" BEGIN EXECUTE format(\(statement), \(owner)); END ", tag: "owner")
    }

    private static func setting(_ id: ObjectID) -> String {
        // A setting's name is letters, digits and underscores; two objects of one plan must not share it.
        let scalars = id.description.unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? String(scalar) : "_\(String(scalar.value, radix: 16))_"
        }
        return "plumbline.owner_\(scalars.joined())"
    }

    private static func owner(_ id: ObjectID) -> String? {
        let kind = id.kind.definition
        guard id.parent == nil, let source = kind.security, source.hasOwner, let location = kind.location(id) else { return nil }
        return
            "(SELECT pg_catalog.pg_get_userbyid(\(source.owner)) FROM \(source.from) WHERE \(source.locatedOID ?? source.oid) = \(location.oid))"
    }
}
