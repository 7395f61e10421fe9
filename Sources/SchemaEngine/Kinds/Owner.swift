import SchemaModel

struct OwnerKind: Kind {
    let kind = ObjectKind.owner

    func queries(_ version: Int) -> [CatalogQuery] {
        let sources = ObjectKind.allCases.compactMap { $0.definition.security }.filter(\.hasOwner).map { source in
            """
            SELECT \(CatalogQuery.classID(source.known?.catalog ?? source.catalog)) AS class_id,
                \(source.known?.oid ?? source.oid) AS object_id, \(source.owner) AS owner
            FROM \(source.from) WHERE \(source.condition) AND \(source.oid) >= 16384
            """
        }
        return [
            CatalogQuery(
                kind, parentClass: "o.class_id", parentID: "o.object_id", parentColumn: "0", name: "''",
                [.role: "pg_catalog.pg_get_userbyid(o.owner)::text"],
                from: "(\(sources.joined(separator: "\nUNION ALL "))) o")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 12)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let object = fact.id.parent, let role = fact.text(.role),
            let reference = object.kind.definition.reference(object, context.fact(object))
        else { return [] }
        return [
            .alter(
                fact, title: "give \(object) to \(role)", ["ALTER \(reference) OWNER TO \(SQL.identifier(role))"],
                locks: context.lock(.accessExclusive, object.kind.hasRows ? object : nil))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(create(after, context))
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }
}
