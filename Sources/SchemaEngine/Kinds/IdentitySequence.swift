import SchemaModel

/// The sequence of an identity column, which comes and goes with the identity. Its options are the column's; it is a fact for the sake of
/// the privileges, comments and labels that hang on it, and because it can be logged while its table is not.
struct IdentitySequenceKind: Kind {
    let kind = ObjectKind.identitySequence

    /// A condition that a sequence `c` is one of an identity column.
    static let condition = """
        EXISTS (SELECT FROM pg_catalog.pg_depend ci WHERE ci.classid = 'pg_catalog.pg_class'::regclass AND ci.objid = c.oid \
        AND ci.deptype = 'i' AND ci.refclassid = 'pg_catalog.pg_class'::regclass)
        """

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"),
                in: .init(catalog: "pg_class", oid: "d.refobjid", column: "d.refobjsubid"), name: "''",
                [
                    .sequenceName: "ARRAY[n.nspname, c.relname]::text[]",
                    .persistence: """
                    (SELECT CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'logged' END FROM pg_catalog.pg_class t
                        WHERE t.oid = d.refobjid AND t.relpersistence <> c.relpersistence)
                    """,
                ],
                from: """
                    pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                        AND d.deptype = 'i' AND d.refclassid = 'pg_catalog.pg_class'::regclass
                    WHERE c.relkind = 'S'
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        guard let column = id.parent, let table = column.parent else { return nil }
        return CatalogLocation(
            catalog: "pg_class",
            oid: """
                (SELECT d.objid FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a \
                ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::regclass \
                AND d.deptype = 'i' AND d.refclassid = 'pg_catalog.pg_class'::regclass \
                AND d.refobjid = \(CatalogCheck.relation(table)) AND a.attname = \(SQL.literal(column.name)))
                """)
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? {
        guard let parts = fact?.texts(.sequenceName), parts.count == 2 else { return nil }
        return "SEQUENCE \(SQL.qualified(parts[0], parts[1]))"
    }

    /// Its owner is the table's.
    let security: SecuritySource? = {
        var source = SecuritySource.relation("c.relkind = 'S' AND \(Self.condition)", type: "s")
        source.hasOwner = false
        return source
    }()
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 3)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { persistence(fact, context) }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(changed.contains(.persistence) ? persistence(after, context) : [])
    }

    /// ALTER SEQUENCE … SET LOGGED or UNLOGGED; a new sequence has its table's.
    private func persistence(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let sequence = reference(fact.id, fact), let table = fact.id.parent?.parent else { return [] }
        let isNew = context.from[fact.id] == nil || context.isNew(fact.id)
        guard let own = fact.text(.persistence) ?? (isNew ? nil : context.to[table]?.isUnlogged == true ? "unlogged" : "logged")
        else {
            return []
        }
        return [
            .alter(
                fact, title: "make the sequence of \(fact.id.parent ?? fact.id) \(own)",
                ["ALTER \(sequence) SET \(own.uppercased())"])
        ]
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { true }
    let isReplacedWhenDependencyGoes = false

    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? {
        fact[.persistence] == nil ? fact.id.parent.flatMap { creation.isCreated($0) ? $0 : nil } : nil
    }

    /// An identity that a column gains or loses takes its sequence along.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard let column = id.parent else { return }
        if verb == .create { edges.after(edges.alteration(of: column)) }
        // SET LOGGED takes the sequences of the table along.
        if verb != .drop { edges.after(column.parent.flatMap { edges.alteration(of: $0) }) }
    }
}
