import SchemaModel

/// Where `pg_depend` says that an object is: a catalog, a row of it, and a column for relations.
struct Address: Hashable, Sendable {
    let catalog: UInt32
    let object: UInt32
    let column: Int32

    /// The whole object that a column's address is in.
    var whole: Address { Address(catalog: catalog, object: object, column: 0) }
}

/// Translates addresses to the identities of facts; what has no fact of its own stands for what contains it.
struct AddressBook {
    private(set) var identities: [Address: ObjectID] = [:]
    private var aliases: [Address: Address] = [:]

    mutating func register(_ id: ObjectID, at address: Address) { identities[address] = id }
    mutating func alias(_ address: Address, to other: Address) { aliases[address] = other }

    func resolve(_ address: Address) -> ObjectID? {
        var next = address
        // An array of a table's row type is two aliases away from the table; more than that does not occur.
        for _ in 0..<4 {
            if let id = identities[next] { return id }
            if let other = aliases[next] ?? aliases[next.whole] {
                next = other
            } else if next.column != 0 {
                next = next.whole
            } else {
                return nil
            }
        }
        return nil
    }

    /// Rows: an address, and the one that it stands for.
    static let aliasQuery = """
        SELECT 'pg_catalog.pg_rewrite'::regclass::oid, r.oid, 0, 'pg_catalog.pg_class'::regclass::oid, r.ev_class, 0
        FROM pg_catalog.pg_rewrite r WHERE r.rulename = '_RETURN' AND r.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_type'::regclass::oid, t.oid, 0, 'pg_catalog.pg_class'::regclass::oid, t.typrelid, 0
        FROM pg_catalog.pg_type t WHERE t.typrelid <> 0 AND t.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_type'::regclass::oid, t.typarray, 0, 'pg_catalog.pg_type'::regclass::oid, t.oid, 0
        FROM pg_catalog.pg_type t WHERE t.typarray <> 0 AND t.oid >= 16384
        UNION ALL
        SELECT d.classid, d.objid, 0, d.refclassid, d.refobjid, 0
        FROM pg_catalog.pg_depend d WHERE d.deptype = 'i' AND d.objid >= 16384 AND d.refclassid = 'pg_catalog.pg_type'::regclass
        AND d.classid IN ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_type'::regclass)
        UNION ALL
        SELECT 'pg_catalog.pg_class'::regclass::oid, k.conindid, 0, 'pg_catalog.pg_constraint'::regclass::oid, k.oid, 0
        FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'x') AND k.conindid >= 16384
        UNION ALL
        SELECT d.classid, d.objid, 0, d.refclassid, d.refobjid, d.refobjsubid
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'i'
        UNION ALL
        SELECT 'pg_catalog.pg_class'::regclass::oid, i.inhrelid, 0, 'pg_catalog.pg_class'::regclass::oid, i.inhparent, 0
        FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('i', 'I')
        UNION ALL
        SELECT 'pg_catalog.pg_constraint'::regclass::oid, k.oid, 0, 'pg_catalog.pg_constraint'::regclass::oid, k.conparentid, 0
        FROM pg_catalog.pg_constraint k WHERE k.conparentid <> 0
        UNION ALL
        SELECT 'pg_catalog.pg_attrdef'::regclass::oid, d.oid, 0, 'pg_catalog.pg_class'::regclass::oid, d.adrelid, d.adnum::int4
        FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.attgenerated <> ''
        UNION ALL
        SELECT d.classid, d.objid, 0, d.refclassid, d.refobjid, 0
        FROM pg_catalog.pg_depend d WHERE d.deptype = 'e'
        UNION ALL
        SELECT d.classid, d.objid, 0, d.refclassid, d.refobjid, 0 FROM pg_catalog.pg_depend d
        WHERE d.classid IN ('pg_catalog.pg_amop'::regclass, 'pg_catalog.pg_amproc'::regclass)
            AND d.refclassid = 'pg_catalog.pg_opclass'::regclass AND d.deptype IN ('a', 'i') AND d.objid >= 16384
        """

    /// The dependencies of a partition's own index or key are left out: both stand for those of the whole table, which do not need the partition.
    static let dependencyQuery = """
        SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
        FROM pg_catalog.pg_depend d WHERE d.deptype IN ('n', 'a') AND d.objid >= 16384 AND d.refobjid >= 16384
        AND (d.classid <> 'pg_catalog.pg_class'::regclass OR d.objid NOT IN (
            SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('i', 'I')))
        AND (d.classid <> 'pg_catalog.pg_constraint'::regclass OR d.objid NOT IN (
            SELECT k.oid FROM pg_catalog.pg_constraint k WHERE k.conparentid <> 0))
        """
}
