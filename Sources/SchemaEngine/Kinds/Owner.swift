import SchemaModel

struct OwnerKind: Kind {
    let kind = ObjectKind.owner

    func queries(_ version: Int) -> [CatalogQuery] {
        let sources = ObjectKind.allCases.compactMap { $0.definition.security }.filter(\.hasOwner).map { source in
            """
            SELECT \(CatalogQuery.classID(source.catalog)) AS class_id, \(source.oid) AS object_id, \(source.owner) AS owner
            FROM \(source.from) WHERE (\(source.condition)) AND \(source.isRead)
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
            let reference = object.kind.definition.reference(object, context.fact(object)), !Self.followsTable(object, context)
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

    let isLeftOutOfCopies = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }

    /// A sequence that a column owns has its table's owner, and PostgreSQL refuses to give it to another.
    private static func followsTable(_ object: ObjectID, _ context: PlanContext) -> Bool {
        guard context.to[object]?.owningColumn != nil else { return false }
        return context.from[object].map { $0.owningColumn != nil } ?? true
    }

    /// The object whose ALTER … OWNER TO gives an object its owner.
    static func bearer(of object: ObjectID, _ to: CatalogState) -> ObjectID {
        if object.kind == .column { return object.parent ?? object }
        return to[object]?.owningColumn?.parent ?? object
    }

    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard let object = id.parent, let sequence = edges.alteration(of: object) else { return }
        let column = (edges.from[object]?.owningColumn, edges.to[object]?.owningColumn)
        if column.0 != nil, column.1 == nil { edges.after(sequence) }
        // OWNED BY wants one owner for the sequence and the table.
        if column.0 == nil, let table = column.1?.parent {
            edges.before(sequence)
            edges.add(edges.alteration(of: .owner(of: table)) ?? edges.creation(of: .owner(of: table)), sequence)
        }
    }
}
