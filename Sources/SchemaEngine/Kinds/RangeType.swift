import SchemaModel

/// A range type with its multirange type, which PostgreSQL creates with it.
struct RangeKind: Kind {
    let kind = ObjectKind.rangeType

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_type", oid: "t.oid"), schema: "n.nspname", name: "t.typname",
                [
                    .subtype: "pg_catalog.format_type(r.rngsubtype, NULL)",
                    .operatorClass: """
                    (SELECT \(Where.qualified("on_.nspname", "o.opcname")) FROM pg_catalog.pg_opclass o
                    JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.opcnamespace WHERE o.oid = r.rngsubopc AND NOT o.opcdefault)
                    """,
                    .collation: """
                    (SELECT \(Where.qualified("cn.nspname", "c.collname")) FROM pg_catalog.pg_collation c
                    JOIN pg_catalog.pg_namespace cn ON cn.oid = c.collnamespace
                    JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
                    WHERE c.oid = r.rngcollation AND r.rngcollation <> s.typcollation)
                    """,
                    .canonical: "nullif(r.rngcanonical::oid, 0)::pg_catalog.regproc::text",
                    .subtypeDifference: "nullif(r.rngsubdiff::oid, 0)::pg_catalog.regproc::text",
                    .multirange: """
                    (SELECT ARRAY[mn.nspname, m.typname]::text[] FROM pg_catalog.pg_type m
                    JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid)
                    """,
                ],
                from: """
                    pg_catalog.pg_range r JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
                    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_type", "t.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_type", oid: CatalogCheck.type(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TYPE \(id.sql)" }
    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .name
    let security: SecuritySource? = .type("t.typtype = 'r'")

    func namespaces(_ fact: Fact) -> [Namespace] {
        guard let multirange = fact.texts(.multirange), multirange.count == 2 else { return [.relation(fact.id)] }
        return [
            .relation(fact.id), .relation(ObjectID(kind, schema: multirange[0], multirange[1])),
        ]
    }

    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var options = ["SUBTYPE = \(fact.text(.subtype) ?? "")"]
        if let name = fact.text(.operatorClass) { options.append("SUBTYPE_OPCLASS = \(name)") }
        if let collation = fact.text(.collation) { options.append("COLLATION = \(collation)") }
        if let function = fact.text(.canonical) { options.append("CANONICAL = \(function)") }
        if let function = fact.text(.subtypeDifference) { options.append("SUBTYPE_DIFF = \(function)") }
        if let name = fact.texts(.multirange), name.count == 2 {
            options.append("MULTIRANGE_TYPE_NAME = \(SQL.qualified(name[0], name[1]))")
        }
        var steps = TypeFunctions.create(
            fact, "CREATE TYPE \(fact.id.sql) AS RANGE (\(options.joined(separator: ", ")))", context)
        if let index = steps.firstIndex(where: { $0.verb == .restore }), let restore = context.options.restore {
            steps[index].statements = companions(fact, from: { restore.schema(for: $0) }, to: { $0 }) + steps[index].statements
        }
        return steps
    }

    /// Moves what PostgreSQL created with the type, and leaves behind when the type moves: its multirange type, and the functions
    /// that build values of both.
    private func companions(_ fact: Fact, from: (String) -> String, to: (String) -> String) -> [String] {
        guard let subtype = fact.text(.subtype), let multirange = fact.texts(.multirange), multirange.count == 2 else {
            return []
        }
        let schema = fact.id.schema ?? "public"
        let (range, place) = (SQL.qualified(from(schema), fact.id.name), SQL.identifier(to(schema)))
        let (many, manyPlace) = (SQL.qualified(from(multirange[0]), multirange[1]), SQL.identifier(to(multirange[0])))
        return ["\(subtype), \(subtype)", "\(subtype), \(subtype), text"].map {
            "ALTER FUNCTION \(range)(\($0)) SET SCHEMA \(place)"
        }
            + ["", range, "\(range)[]"].map { "ALTER FUNCTION \(many)(\($0)) SET SCHEMA \(manyPlace)" }
            + ["ALTER TYPE \(many) SET SCHEMA \(manyPlace)"]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if Self.renamesMultirange(before, after) { return .steps([renaming(before, after, context)].compactMap(\.self)) }
        // The multirange type and the functions that build values keep their names when the range type is renamed.
        var parts: [String] = []
        if let name = before.texts(.multirange), name.count == 2, let subtype = before.text(.subtype) {
            let multirange = SQL.qualified(name[0], name[1])
            func aside(_ name: String) -> String { SQL.identifier("\(name.prefixBytes(58))__old") }
            parts = ["\(subtype), \(subtype)", "\(subtype), \(subtype), text"].map {
                "ALTER FUNCTION \(before.id.sql)(\($0)) RENAME TO \(aside(before.id.name))"
            }
            parts += [
                "ALTER FUNCTION \(multirange)() RENAME TO \(aside(name[1]))",
                "ALTER TYPE \(multirange) RENAME TO \(aside(name[1]))",
            ]
        }
        return DependentRebuild.alteration(
            before, after, "TYPE", create: create(after, context).flatMap(\.statements), parts: parts,
            because: "a range type cannot be changed in place", context)
    }

    /// True when the range type stays, and its multirange type gets another name or schema.
    private static func renamesMultirange(_ before: Fact, _ after: Fact) -> Bool {
        Delta(before: before, after: after)?.changed == [.multirange] && before.texts(.multirange)?.count == 2
            && after.texts(.multirange)?.count == 2
    }

    /// The functions that build values have the multirange type's name, and do not follow it.
    private func renaming(_ before: Fact, _ after: Fact, _ context: PlanContext) -> Step? {
        guard let old = before.texts(.multirange), let new = after.texts(.multirange), old.count == 2, new.count == 2 else {
            return nil
        }
        let functions = ["", after.id.sql, "\(after.id.sql)[]"]
        var statements: [String] = []
        if old[0] != new[0] {
            let (name, schema) = (SQL.qualified(old[0], old[1]), SQL.identifier(new[0]))
            statements +=
                functions.map { "ALTER FUNCTION \(name)(\($0)) SET SCHEMA \(schema)" } + [
                    "ALTER TYPE \(name) SET SCHEMA \(schema)"
                ]
        }
        if old[1] != new[1] {
            let (name, other) = (SQL.qualified(new[0], old[1]), SQL.identifier(new[1]))
            statements +=
                functions.map { "ALTER FUNCTION \(name)(\($0)) RENAME TO \(other)" } + ["ALTER TYPE \(name) RENAME TO \(other)"]
        }
        return .alter(after, title: "rename the multirange type of \(after.id)", statements)
    }

    /// True if a column's type differs only in its name, because the range type that it belongs to gives its multirange type another one.
    static func carriesType(of before: Fact, _ after: Fact, from: CatalogState, to: CatalogState) -> Bool {
        guard let old = before.text(.type), let new = after.text(.type) else { return false }
        return before.dependencies.contains { id in
            guard id.kind == .rangeType, let source = from[id]?.texts(.multirange), let target = to[id]?.texts(.multirange),
                source.count == 2, target.count == 2, source != target
            else { return false }
            let (oldName, newName) = (SQL.qualified(source[0], source[1]), SQL.qualified(target[0], target[1]))
            return old == oldName && new == newName || old == oldName + "[]" && new == newName + "[]"
        }
    }

    /// The functions that build values have the type's name, and do not follow it.
    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        guard var step = Step.rename(fact, to: new) else { return nil }
        guard fact.id.schema == new.schema, let subtype = fact.text(.subtype) else {
            return fact.id.schema == new.schema ? step : nil
        }
        step.statements += ["\(subtype), \(subtype)", "\(subtype), \(subtype), text"].map {
            "ALTER FUNCTION \(fact.id.sql)(\($0)) RENAME TO \(SQL.identifier(new.name))"
        }
        return step
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var steps = TypeFunctions.drop(fact, context)
        if let index = steps.firstIndex(where: \.movesToQuarantine), let quarantine = context.options.quarantine {
            let schemas = Set([fact.id.schema ?? "public", fact.texts(.multirange)?.first ?? "public"]).sorted()
            steps[index].statements =
                schemas.map { "CREATE SCHEMA IF NOT EXISTS \(SQL.identifier(quarantine.schema(for: $0)))" }
                + companions(fact, from: { $0 }, to: { quarantine.schema(for: $0) }) + steps[index].statements
        }
        return steps
    }

    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] {
        Self.renamesMultirange(before, after) ? [] : DependentRebuild.invalidates(after.id, context)
    }

    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) { DependentRebuild.adjust(kind, &changes, context) }

    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) { DependentRebuild.addEdges(id, verb, &edges) }
}
