import SchemaModel

/// An operator or a support function that belongs to a family and to none of its classes.
///
/// Its name is the strategy or the number of the function, its signature the types that it is for. Which member is a class's is for
/// the access method to say, whatever the statement was that brought it; `pg_depend` knows.
struct FamilyMemberKind: Kind {
    let kind: ObjectKind
    let member: FamilyMember

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: member.catalog, oid: "m.oid"), in: .init(catalog: "pg_opfamily", oid: "m.family"),
                name: "m.number", signature: "m.types", [.memberClause: "m.clause"],
                from: """
                    (\(member.rows)) m
                    WHERE \(FamilyMember.belongs(member.catalog, "m.oid", "pg_opfamily", "m.family")) AND m.oid >= 16384
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: member.catalog,
            oid: """
                (SELECT m.oid FROM (\(member.rows)) m WHERE m.family = \(id.parent.map(OperatorFamilyKind.oid) ?? "NULL") \
                AND m.number = \(SQL.literal(id.name)) AND m.types = \(SQL.literal(id.signature ?? "")))
                """)
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] {
        [
            Namespace(
                space: .other(kind), schema: fact.id.parent?.path ?? "", name: fact.id.name, signature: fact.id.signature ?? "")
        ]
    }
    var order: Order { Order(group: .routines, rank: 3) }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let family = fact.id.parent else { return [] }
        let item = "\(member.keyword) \(fact.id.name) \(fact.text(.memberClause) ?? "")"
        return [.create(fact, ["ALTER OPERATOR FAMILY \(ClassText.name(family)) ADD \(item)"])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .replace("a member of an operator family is dropped and added")
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let family = fact.id.parent else { return [] }
        let item = "\(member.keyword) \(fact.id.name) (\(fact.id.signature ?? ""))"
        return [.drop(fact, ["ALTER OPERATOR FAMILY \(ClassText.name(family)) DROP \(item)"])]
    }

    /// Within its family, a member comes after the classes, which may bring what the access method does not let stand alone.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard verb == .create, let family = id.parent else { return }
        for dependent in edges.to.dependents(of: family) where dependent.kind == .operatorClass {
            edges.after(edges.creation(of: dependent))
            // What uses the class may need the member too: a hash partition needs the extended hash function.
            for user in edges.to.dependents(of: dependent)
            where !user.isInside(family) && edges.to[id]?.dependencies.contains(where: { $0.root == user.root }) == false {
                edges.before(edges.creation(of: user))
            }
        }
    }
}

/// The two kinds of members of an operator family.
enum FamilyMember {
    case `operator`, function

    var keyword: String {
        switch self {
        case .operator: "OPERATOR"
        case .function: "FUNCTION"
        }
    }

    var catalog: String {
        switch self {
        case .operator: "pg_amop"
        case .function: "pg_amproc"
        }
    }

    /// Rows: oid, family, number, types and the rest of the clause.
    var rows: String {
        switch self {
        case .operator:
            """
            SELECT o.oid, o.amopfamily AS family, o.amopstrategy::text AS number, \(Self.operatorTypes) AS types,
                \(Self.operatorClause) AS clause FROM pg_catalog.pg_amop o
            """
        case .function:
            """
            SELECT p.oid, p.amprocfamily AS family, p.amprocnum::text AS number, \(Self.functionTypes) AS types,
                '(' || \(Self.functionTypes) || ') ' || p.amproc::regprocedure AS clause FROM pg_catalog.pg_amproc p
            """
        }
    }

    private static let operatorTypes = """
        pg_catalog.format_type(o.amoplefttype, NULL) || ', ' || pg_catalog.format_type(o.amoprighttype, NULL)
        """
    static let functionTypes = """
        pg_catalog.format_type(p.amproclefttype, NULL) || ', ' || pg_catalog.format_type(p.amprocrighttype, NULL)
        """

    /// The operator of a row of `pg_amop`, `o`, with its types and what it sorts by.
    static let operatorClause = """
        (SELECT format('%I.%s (%s, %s)', n.nspname, x.oprname, pg_catalog.format_type(o.amoplefttype, NULL), pg_catalog.format_type(o.amoprighttype, NULL))
            FROM pg_catalog.pg_operator x JOIN pg_catalog.pg_namespace n ON n.oid = x.oprnamespace WHERE x.oid = o.amopopr)
        || coalesce((SELECT ' FOR ORDER BY ' || \(Where.qualified("n.nspname", "f.opfname")) FROM pg_catalog.pg_opfamily f
            JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = o.amopsortfamily), '')
        """

    /// True when a member belongs to a class or to a family.
    static func belongs(_ catalog: String, _ oid: String, _ owner: String, _ ownerOID: String) -> String {
        """
        EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.\(catalog)'::regclass AND d.objid = \(oid)
            AND d.refclassid = 'pg_catalog.\(owner)'::regclass AND d.refobjid = \(ownerOID) AND d.deptype IN ('a', 'i'))
        """
    }
}
