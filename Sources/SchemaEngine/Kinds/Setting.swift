import SchemaModel

/// A parameter that is set for a role, which is the parent, everywhere or in this database; the signature says which.
struct RoleSettingKind: Kind {
    let kind = ObjectKind.roleSetting
    /// The signature of a setting for one database, whose name is not part of a schema.
    private static let here = "in this database"

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    func clusterQueries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: nil, in: .init(catalog: "pg_authid", oid: "s.setrole"), name: Setting.name,
                signature: "CASE WHEN s.setdatabase <> 0 THEN \(SQL.literal(Self.here)) END", [.setting: "c.setting"],
                from: Setting.rows("s.setrole <> 0"))
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(group: .roles, rank: 2)
    let isLeftOutOfCopies = true
    func exists(_ id: ObjectID) -> String {
        Setting.exists(
            id, role: CatalogCheck.role(id.parent?.name ?? ""), inDatabase: id.signature != nil)
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.create(fact, title: "set \(fact.id)", [statement(fact.id, SettingText.clause(fact.text(.setting) ?? ""))])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps([.alter(after, title: "set \(after.id)", [statement(after.id, SettingText.clause(after.text(.setting) ?? ""))])])
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, title: "reset \(fact.id)", [statement(fact.id, "RESET \(SQL.identifier(fact.id.name))")])]
    }

    private func statement(_ id: ObjectID, _ clause: String) -> String {
        let role = "ALTER ROLE \(SQL.identifier(id.parent?.name ?? ""))"
        return id.signature == nil ? "\(role) \(clause)" : Setting.here("\(role) IN DATABASE", clause)
    }
}

/// A parameter that is set for the database.
struct DatabaseSettingKind: Kind {
    let kind = ObjectKind.databaseSetting

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    func clusterQueries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: nil, name: Setting.name, [.setting: "c.setting"],
                from: Setting.rows("s.setrole = 0 AND s.setdatabase <> 0"))
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(group: .roles, rank: 3)
    let isLeftOutOfCopies = true
    func exists(_ id: ObjectID) -> String { Setting.exists(id, role: "0", inDatabase: true) }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [
            .create(
                fact, title: "set \(fact.id.name) for the database",
                [Setting.here("ALTER DATABASE", SettingText.clause(fact.text(.setting) ?? ""))])
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(create(after, context))
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [
            .drop(
                fact, title: "reset \(fact.id.name) for the database",
                [Setting.here("ALTER DATABASE", "RESET \(SQL.identifier(fact.id.name))")])
        ]
    }
}
