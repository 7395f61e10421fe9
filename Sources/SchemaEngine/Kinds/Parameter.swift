import SchemaModel

/// A configuration parameter on which somebody has privileges; the facts below it are grants.
struct ParameterKind: Kind {
    let kind = ObjectKind.parameter

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    func clusterQueries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_parameter_acl", oid: "a.oid"), name: "a.parname", [:],
                from: "pg_catalog.pg_parameter_acl a")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_parameter_acl",
            oid: CatalogCheck.oid("pg_parameter_acl a", "a.oid", where: "a.parname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    func privilegeReference(_ id: ObjectID, _ fact: Fact?) -> String? { "PARAMETER \(id.sql)" }
    /// Parameters are the server's first role's.
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_parameter_acl", from: "pg_catalog.pg_parameter_acl a", oid: "a.oid", owner: "10::oid", hasOwner: false,
        acl: ("a.paracl", "p"))
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(group: .schemas, rank: 0)
    let isLeftOutOfCopies = true

    /// A parameter that is no fact is one on which nobody has privileges.
    func complete(_ state: inout CatalogState, with other: CatalogState) {
        for fact in other.facts.values where fact.id.kind == kind && state.facts[fact.id] == nil { state.facts[fact.id] = fact }
    }

    /// GRANT makes the catalog's row, and the last REVOKE removes it.
    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }
    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration { .steps([]) }
    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }
}
