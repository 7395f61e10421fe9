import SchemaModel

/// A family of operator classes; the access method is its signature. What a class brings is the class's.
struct OperatorFamilyKind: Kind {
    let kind = ObjectKind.operatorFamily

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_opfamily", oid: "f.oid"), schema: "n.nspname", name: "f.opfname",
                signature: "am.amname", [:],
                from: """
                    pg_catalog.pg_opfamily f JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod
                    JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_opfamily", "f.oid"))
                    """)
        ]
    }

    static func oid(_ id: ObjectID) -> String {
        CatalogCheck.oid(
            "pg_opfamily f JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace",
            "f.oid",
            where: """
                n.nspname = \(SQL.literal(id.schema ?? "")) AND f.opfname = \(SQL.literal(id.name)) \
                AND am.amname = \(SQL.literal(id.signature ?? ""))
                """)
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_opfamily", oid: Self.oid(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "OPERATOR FAMILY \(ClassText.name(id))" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_opfamily", from: "pg_catalog.pg_opfamily f", oid: "f.oid", owner: "f.opfowner")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .routines, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.create(fact, ["CREATE OPERATOR FAMILY \(ClassText.name(fact.id))"])]
    }

    /// It has no attributes that could differ.
    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration { .steps([]) }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, ["DROP OPERATOR FAMILY \(ClassText.name(fact.id))"])]
    }
}

/// An operator class; the access method is its signature.
struct OperatorClassKind: Kind {
    let kind = ObjectKind.operatorClass

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_opclass", oid: "c.oid"), schema: "n.nspname", name: "c.opcname",
                signature: "am.amname",
                [
                    .family: Where.qualified("fn.nspname", "f.opfname"),
                    .type: "pg_catalog.format_type(c.opcintype, NULL)",
                    .isDefault: "c.opcdefault",
                    .keyType:
                        "CASE WHEN c.opckeytype NOT IN (0, c.opcintype) THEN pg_catalog.format_type(c.opckeytype, NULL) END",
                    .members: """
                    (SELECT array_agg(m.item ORDER BY m.rank, m.number, m.item) FROM (
                        SELECT 0 AS rank, o.amopstrategy AS number, 'OPERATOR ' || o.amopstrategy || ' ' || \(FamilyMember.operatorClause) AS item
                        FROM pg_catalog.pg_amop o WHERE \(FamilyMember.belongs("pg_amop", "o.oid", "pg_opclass", "c.oid"))
                        UNION ALL SELECT 1, p.amprocnum, 'FUNCTION ' || p.amprocnum || ' (' || \(FamilyMember.functionTypes) || ') '
                            || p.amproc::regprocedure
                        FROM pg_catalog.pg_amproc p WHERE \(FamilyMember.belongs("pg_amproc", "p.oid", "pg_opclass", "c.oid"))) m)
                    """,
                ],
                from: """
                    pg_catalog.pg_opclass c JOIN pg_catalog.pg_am am ON am.oid = c.opcmethod
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
                    JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_opclass", "c.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_opclass",
            oid: CatalogCheck.oid(
                "pg_opclass c JOIN pg_catalog.pg_am am ON am.oid = c.opcmethod JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace",
                "c.oid",
                where: """
                    n.nspname = \(SQL.literal(id.schema ?? "")) AND c.opcname = \(SQL.literal(id.name)) \
                    AND am.amname = \(SQL.literal(id.signature ?? ""))
                    """))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "OPERATOR CLASS \(ClassText.name(id))" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_opclass", from: "pg_catalog.pg_opclass c", oid: "c.oid", owner: "c.opcowner")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .routines, rank: 1)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let type = fact.text(.type) ?? "text"
        var items = fact.texts(.members) ?? []
        // A class without members says something at least: that it stores what it indexes.
        if fact[.keyType] != nil || items.isEmpty { items.append("STORAGE \(fact.text(.keyType) ?? type)") }
        let sql = """
            CREATE OPERATOR CLASS \(SQL.qualified(fact.id.schema, fact.id.name))\(fact.bool(.isDefault) ? " DEFAULT" : "") \
            FOR TYPE \(type) USING \(SQL.identifier(fact.id.signature ?? ""))\(fact.text(.family).map { " FAMILY \($0)" } ?? "") AS
                \(items.joined(separator: ",\n    "))
            """
        return [.create(fact, [sql])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .replace("an operator class cannot be changed in place")
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, ["DROP OPERATOR CLASS \(ClassText.name(fact.id))"])]
    }
}

/// How families and classes are written.
enum ClassText {
    /// `app.ordering USING btree`
    static func name(_ id: ObjectID) -> String {
        "\(SQL.qualified(id.schema, id.name)) USING \(SQL.identifier(id.signature ?? ""))"
    }
}
