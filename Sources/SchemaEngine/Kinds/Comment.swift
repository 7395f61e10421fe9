import SchemaModel

struct CommentKind: Kind {
    let kind = ObjectKind.comment

    /// The name of a comment on the index behind a key; a comment on the constraint itself has none.
    private static let ofIndex = "index comment"

    /// Comments of everything; those on what is not a fact find no parent and are left out. A composite type is known by its row in
    /// `pg_class`; an extension has the comment of its control file by itself. A comment on the index behind a key is a second one of
    /// the constraint.
    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind,
                parentClass: """
                    CASE WHEN ct.oid IS NOT NULL THEN 'pg_catalog.pg_class'::regclass
                        WHEN k.oid IS NOT NULL THEN 'pg_catalog.pg_constraint'::regclass ELSE d.classoid END
                    """,
                parentID: "coalesce(ct.typrelid, k.oid, d.objoid)", parentColumn: "d.objsubid",
                name: "CASE WHEN k.oid IS NULL THEN '' ELSE \(SQL.literal(Self.ofIndex)) END",
                [.text: "d.description"],
                from: """
                    pg_catalog.pg_description d
                    LEFT JOIN pg_catalog.pg_type ct ON ct.oid = d.objoid AND d.classoid = 'pg_catalog.pg_type'::regclass
                        AND EXISTS (SELECT FROM pg_catalog.pg_class tc WHERE tc.oid = ct.typrelid AND tc.relkind = 'c')
                    LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = d.objoid AND k.contype IN ('p', 'u', 'x')
                        AND d.classoid = 'pg_catalog.pg_class'::regclass
                    WHERE (d.objoid >= 16384 OR d.classoid = 'pg_catalog.pg_namespace'::regclass)
                    AND (d.classoid <> 'pg_catalog.pg_extension'::regclass OR (d.objoid, d.description) NOT IN (
                        SELECT e.oid, coalesce(a.comment, '') FROM pg_catalog.pg_extension e
                        JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname))
                    """)
        ]
    }

    /// Comments on roles.
    func clusterQueries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, parentClass: "d.classoid", parentID: "d.objoid", parentColumn: "0", name: "''",
                [.text: "d.description"],
                from: "pg_catalog.pg_shdescription d WHERE d.classoid = 'pg_catalog.pg_authid'::regclass")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 11)
    let foldedAs: String? = "comments"

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { comment(fact.id, fact.text(.text), context) }

    /// The comments of an object that another takes the place of, which go with the old one.
    static func statements(on id: ObjectID, _ context: PlanContext) -> [String] {
        context.childrenAfter(id, .comment).flatMap { $0.id.kind.definition.create($0, context) }.flatMap(\.statements)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(comment(after.id, after.text(.text), context))
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { comment(fact.id, nil, context) }

    /// The relation that COMMENT locks: the table itself, or that of a column.
    private func lockedRelation(_ object: ObjectID) -> ObjectID? {
        let relation = object.kind == .column ? object.parent : object
        return relation.flatMap { $0.kind == .table || $0.kind == .materializedView ? $0 : nil }
    }

    /// An extension goes back to the comment of its control file.
    private func usualComment(_ id: ObjectID, on object: ObjectID) -> Step {
        let name = SQL.literal(object.name)
        let usual = "(SELECT a.comment FROM pg_catalog.pg_available_extensions a WHERE a.name = \(name))"
        let current = """
            (SELECT pg_catalog.obj_description(e.oid, 'pg_extension') FROM pg_catalog.pg_extension e WHERE e.extname = \(name))
            """
        let body = """

            BEGIN
                EXECUTE format('COMMENT ON EXTENSION %I IS %L', \(name), \(usual));
            END

            """
        return Step(
            .drop, id, title: "give \(object) the comment that it comes with", ["DO \(SQL.dollarQuoted(body, tag: "comment"))"],
            when: .pending("\(current) IS DISTINCT FROM \(usual)"))
    }

    private func comment(_ id: ObjectID, _ text: String?, _ context: PlanContext) -> [Step] {
        // The step that changes the constraint with others comments on it too.
        guard let object = id.parent, !context.notNulls.covers(object) else { return [] }
        let place = id.name == Self.ofIndex ? .index(object.name, on: object.parent ?? object) : object
        let kind = place.kind.definition
        guard let reference = kind.reference(place, context.fact(place)) else { return [] }
        if text == nil, object.kind == .extension { return [usualComment(id, on: object)] }
        let wanted = text.map { SQL.literal($0) } ?? "NULL"
        let current = kind.location(place).map { location in
            object.kind == .role
                ? "pg_catalog.shobj_description(\(location.oid), '\(location.catalog)')"
                : location.column == "0"
                    ? "pg_catalog.obj_description(\(location.oid), '\(location.catalog)')"
                    : "pg_catalog.col_description(\(location.oid), \(location.column))"
        }
        return [
            Step(
                text == nil ? .drop : .create, id,
                title: text == nil ? "remove the comment on \(place)" : "comment on \(place)",
                ["COMMENT ON \(reference) IS \(wanted)"],
                when: current.map { .pending("\($0) IS DISTINCT FROM \(wanted)") } ?? .journal,
                locks: context.lock(.shareUpdateExclusive, lockedRelation(object)))
        ]
    }
}
