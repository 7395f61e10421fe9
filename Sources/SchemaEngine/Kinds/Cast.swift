import SchemaModel

/// A cast; it is named by its two types, as CREATE CAST writes them: `integer AS text`.
struct CastKind: Kind {
    let kind = ObjectKind.cast

    private static let name = """
        pg_catalog.format_type(c.castsource, NULL) || ' AS ' || pg_catalog.format_type(c.casttarget, NULL)
        """

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_cast", oid: "c.oid"), name: Self.name,
                [
                    .function: "nullif(c.castfunc, 0)::regprocedure::text",
                    .method: "CASE c.castmethod WHEN 'i' THEN 'inout' WHEN 'b' THEN 'binary' END",
                    .castContext: "CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' END",
                ],
                // The casts of a range type to its multirange come with it.
                from: """
                    pg_catalog.pg_cast c WHERE c.oid >= 16384 AND \(Where.own("pg_cast", "c.oid"))
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_cast'::regclass
                        AND d.objid = c.oid AND d.deptype = 'i')
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_cast",
            oid: CatalogCheck.oid("pg_cast c", "c.oid", where: "\(Self.name) = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "CAST (\(id.name))" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .routines, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var sql = "CREATE CAST (\(fact.id.name))"
        if let function = fact.text(.function) {
            sql += " WITH FUNCTION \(function)"
        } else {
            sql += fact.text(.method) == "inout" ? " WITH INOUT" : " WITHOUT FUNCTION"
        }
        if let use = fact.text(.castContext) { sql += " AS \(use.uppercased())" }
        return [.create(fact, [sql])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .replace("a cast cannot be changed in place")
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP CAST (\(fact.id.name))"])] }

    /// An expression that uses a cast depends on its function, or on its types, and never on the cast: what is created with such an
    /// expression finds the cast there, unless the cast itself needs it.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard verb == .create, let fact = edges.to[id] else { return }
        let needed = Self.needs(of: fact, in: edges.to)
        for used in fact.dependencies {
            for user in edges.to.dependents(of: used)
            where !needed.contains(user) && edges.to[user].map(Self.hasExpression) == true {
                edges.before(edges.creation(of: user))
            }
        }
    }

    /// All that an object needs, directly or not.
    private static func needs(of fact: Fact, in state: CatalogState) -> Set<ObjectID> {
        var result: Set<ObjectID> = [fact.id]
        var open = [fact]
        while let next = open.popLast() {
            for id in next.dependencies.union(next.id.parent.map { [$0] } ?? []) where result.insert(id).inserted {
                if let fact = state[id] { open.append(fact) }
            }
        }
        return result
    }

    private static func hasExpression(_ fact: Fact) -> Bool {
        [Attribute.definition, .expression, .body, .using, .withCheck, .filter, .generated, .sqlBody].contains { fact[$0] != nil }
    }
}
