import SchemaModel

struct ExtensionKind: Kind {
    let kind = ObjectKind.extension

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_extension", oid: "e.oid"), name: "e.extname",
                [
                    .schema: "n.nspname::text", .version: "e.extversion",
                    .otherVersion: """
                    EXISTS (SELECT FROM pg_catalog.pg_available_extensions a
                        WHERE a.name = e.extname AND a.default_version <> e.extversion)
                    """,
                    .keepsRows: "e.extconfig IS NOT NULL",
                ],
                from: """
                    pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
                    WHERE e.extname <> 'plpgsql'
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_extension",
            oid: CatalogCheck.oid("pg_extension e", "e.oid", where: "e.extname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "EXTENSION \(id.sql)" }
    /// The owner of an extension cannot be changed.
    /// It stays while something in quarantine may use it.
    let canBeQuarantined = true
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [Namespace(space: .other(kind), schema: "", name: fact.id.name)] }
    let order = Order(group: .extensions, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let schema = fact.text(.schema).map { " SCHEMA \(SQL.identifier($0))" } ?? ""
        // Without a version PostgreSQL installs the default one, and most extensions have no way back from it.
        let version = fact.bool(.otherVersion) ? fact.text(.version).map { " VERSION \(SQL.literal($0))" } ?? "" : ""
        let rest = "\(fact.id.sql)\(schema)\(version)"
        var step = Step.create(fact, ["CREATE EXTENSION \(rest)"], when: Step.ifMissing(fact.id))
        // An administrator may have created it for a role that may not.
        step.inFile = ["CREATE EXTENSION IF NOT EXISTS \(rest)"]
        return [step]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        // Extensions come with ways from older versions to the default one, and hardly ever with a way back.
        if changed.contains(.version), !before.bool(.otherVersion), after.bool(.otherVersion) {
            let (old, new) = (before.text(.version) ?? "", after.text(.version) ?? "")
            let reason = "no update leads \(after.id) from its default version \(old) back to \(new)"
            return before.bool(.keepsRows)
                ? .impossible("\(reason), and its tables hold rows that a new installation would not have") : .replace(reason)
        }
        var steps: [Step] = []
        if changed.contains(.version), let version = after.text(.version) {
            steps.append(
                .alter(
                    after, title: "update \(after.id) to \(version)",
                    ["ALTER EXTENSION \(after.id.sql) UPDATE TO \(SQL.literal(version))"],
                    when: .pending(
                        CatalogCheck.rows(
                            "pg_extension e",
                            "e.extname = \(SQL.literal(after.id.name)) AND e.extversion <> \(SQL.literal(version))"))))
        }
        if changed.contains(.schema), let schema = after.text(.schema) {
            steps.append(
                .alter(
                    after, ["ALTER EXTENSION \(after.id.sql) SET SCHEMA \(SQL.identifier(schema))"],
                    when: .pending(
                        CatalogCheck.rows(
                            "pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace",
                            "e.extname = \(SQL.literal(after.id.name)) AND n.nspname <> \(SQL.literal(schema))"))))
        }
        return .steps(steps)
    }

    /// True if a column's type differs only in its name, because what it belongs to changes: its extension moves, or its range type names
    /// its multirange type otherwise.
    static func carriesType(of before: Fact, _ after: Fact, from: CatalogState, to: CatalogState) -> Bool {
        guard let old = before.text(.type), let new = after.text(.type), old != new else { return false }
        if RangeKind.carriesType(of: before, after, from: from, to: to) { return true }
        return before.dependencies.contains { id in
            guard id.kind == .extension, after.dependencies.contains(id), let source = from[id]?.text(.schema),
                let target = to[id]?.text(.schema), source != target
            else { return false }
            return before.text(.typeSchema) == source && after.text(.typeSchema) == target
                && before[.bareTypeName] == after[.bareTypeName] && before[.typeModifier] == after[.typeModifier]
        }
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let drop = "DROP EXTENSION \(fact.id.sql)"
        // Rows in quarantine may have its types, and the server knows best what uses it.
        let body = " BEGIN \(drop); EXCEPTION WHEN dependent_objects_still_exist THEN RAISE NOTICE '%', SQLERRM; END "
        var step = Step(
            .drop, fact.id,
            [context.options.quarantine == nil ? drop : "DO " + SQL.dollarQuoted(body, tag: "extension")],
            when: .pending(CatalogCheck.exists(fact.id)),
            hazards: fact.bool(.keepsRows) ? [.dataLoss] : [],
            reason: "only when nothing uses it: rows in quarantine may have its types")
        step.inFile = [MigrationConvention.dropUnusedExtension(fact.id.name)]
        return [step]
    }
}
