package import SchemaModel

/// A function or a procedure.
package struct FunctionKind: Kind {
    let kind = ObjectKind.function

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_proc", oid: "p.oid"), schema: "n.nspname", name: "p.proname",
                signature: Self.signature,
                [
                    .routine: "CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END",
                    .language: "l.lanname::text",
                    .arguments: "pg_catalog.pg_get_function_arguments(p.oid)",
                    .argumentNames: "p.proargnames", .argumentModes: "p.proargmodes::text[]",
                    .defaultCount: "p.pronargdefaults::int4",
                    .argumentTypes: """
                    CASE WHEN p.proconfig IS NOT NULL THEN (SELECT array_agg(pg_catalog.format_type(u.type, NULL) ORDER BY u.place)
                        FROM unnest(p.proargtypes) WITH ORDINALITY u(type, place)) END
                    """,
                    .result: "CASE WHEN p.prokind <> 'p' THEN pg_catalog.pg_get_function_result(p.oid) END",
                    .source: "CASE WHEN p.prosqlbody IS NULL THEN p.prosrc END",
                    .library: "p.probin",
                    .sqlBody: "pg_catalog.pg_get_function_sqlbody(p.oid)",
                    .volatility: "CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END",
                    .strict: "p.proisstrict", .securityDefiner: "p.prosecdef", .leakproof: "p.proleakproof",
                    .window: "p.prokind = 'w'",
                    .parallel: "CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END",
                    .cost:
                        "CASE WHEN p.procost <> CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END THEN p.procost END",
                    .rows: "CASE WHEN p.proretset AND p.prorows <> 1000 THEN p.prorows END",
                    .configuration: "p.proconfig",
                    .transforms: Self.transforms,
                    .support: "CASE WHEN p.prosupport <> 0 THEN p.prosupport::regproc::text END",
                ],
                from: """
                    pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
                    WHERE p.prokind IN ('f', 'p', 'w') AND \(Where.userSchema()) AND \(Where.own("pg_proc", "p.oid"))
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i WHERE i.classid = 'pg_catalog.pg_proc'::regclass
                        AND i.objid = p.oid AND i.deptype = 'i')
                    """, comparison: Self.comparison)
        ]
    }

    /// Arguments and results of PostgreSQL's own types are what their oids say; their defaults are worded.
    private static let comparison: CatalogQuery.Comparison = {
        let isPlain = """
            \(Where.allBuiltIn("p.proargtypes")) AND \(Where.allBuiltIn("coalesce(p.proallargtypes, '{}')")) AND \(Where.builtIn("p.prorettype"))
            """
        return CatalogQuery.Comparison(
            attributes: [
                .arguments: [
                    """
                    CASE WHEN NOT (\(isPlain)) OR p.proargdefaults IS NOT NULL THEN pg_catalog.pg_get_function_arguments(p.oid) END
                    """, "p.proargnames", "p.proargmodes", "CASE WHEN \(isPlain) THEN p.proallargtypes END",
                ],
                .result: [
                    "CASE WHEN NOT (\(isPlain)) AND p.prokind <> 'p' THEN pg_catalog.pg_get_function_result(p.oid) END",
                    "CASE WHEN \(isPlain) THEN p.prorettype END", "p.proretset",
                ],
                .sqlBody: ["CASE WHEN p.prosqlbody IS NOT NULL THEN pg_catalog.pg_get_function_sqlbody(p.oid) END"],
                .transforms: ["CASE WHEN p.protrftypes IS NOT NULL THEN \(Self.transforms) END"],
            ],
            signature: [
                "CASE WHEN NOT (\(isPlain)) THEN (\(Self.signature)) END", "CASE WHEN \(isPlain) THEN p.proargtypes END",
            ])
    }()

    private static let transforms = """
        (SELECT array_agg(pg_catalog.format_type(t, NULL) ORDER BY place) FROM unnest(p.protrftypes) WITH ORDINALITY u(t, place))
        """

    /// The types of a routine's input arguments, which tell it from others of its name.
    static let signature = """
        SELECT coalesce(string_agg(pg_catalog.format_type(u.type, NULL), ', ' ORDER BY u.place), '')
        FROM unnest(p.proargtypes) WITH ORDINALITY u(type, place)
        """

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_proc", oid: CatalogCheck.routine(id)) }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? {
        guard fact?.text(.routine) == "procedure" else { return "FUNCTION \(id.sql)" }
        guard let signature = id.signature, !signature.isEmpty else { return "PROCEDURE \(id.sql)" }
        // Without a mode, PostgreSQL also looks for a procedure whose output arguments make up the list.
        return "PROCEDURE \(SQL.qualified(id.schema, id.name))(IN \(signature))"
    }

    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .signature
    let security: SecuritySource? = .routine("p.prokind IN ('f', 'p', 'w')")
    func namespaces(_ fact: Fact) -> [Namespace] { [.routine(fact.id)] }
    let order = Order(group: .routines, rank: 0)
    /// The body is the program's own text.
    let hasOpaqueText = true

    private func routine(_ fact: Fact) -> String { fact.text(.routine) ?? "function" }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let step = Step.create(
            fact, title: "create \(routine(fact)) \(fact.id.path)",
            ExtensionSettings.loading(fact) + [Self.text(fact, orReplace: false)])
        return Quarantining.restoring(routine(fact).uppercased(), step, context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if let reason = obstacle(before, after, changed) { return .replace(reason) }
        var step = Step.alter(
            after, title: "replace \(routine(after)) \(after.id.path)",
            ExtensionSettings.loading(after) + [Self.text(after, orReplace: true)], when: differs(after))
        let holders = changed.isDisjoint(with: [.source, .sqlBody]) ? [] : holders(of: after.id, context)
        if !holders.isEmpty {
            step.hazards.insert(.staleResults)
            step.reason = "\(holders.map(\.description).joined(separator: ", ")): keeps what the old function computed"
        }
        return .steps([step])
    }

    /// What stays as it is, and holds results of the function, or rows that were placed or accepted by them.
    private func holders(of function: ObjectID, _ context: PlanContext) -> [ObjectID] {
        context.from.dependents(of: function).filter { id in
            guard let fact = context.from[id], !context.created.contains(id), context.to[id] != nil else { return false }
            switch id.kind {
            case .index, .constraint, .materializedView: return true
            case .column: return fact.text(.generatedKind) != "virtual" && fact[.generated] != nil
            case .table: return fact[.partitionBy] != nil
            case let kind: return kind == .domain
            }
        }.sorted()
    }

    /// Why CREATE OR REPLACE cannot change the function; it can add defaults and name what had no name.
    private func obstacle(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>) -> String? {
        if !changed.isDisjoint(with: [.result, .routine, .window]) {
            return "the result of a function cannot be changed in place"
        }
        guard changed.contains(.arguments) else { return nil }
        let old = before.texts(.argumentNames) ?? []
        let new = after.texts(.argumentNames) ?? []
        let isRenamed =
            zip(old, new).contains { !$0.isEmpty && $0 != $1 } || old.count > new.count && old.contains { !$0.isEmpty }
        if before[.argumentModes] != after[.argumentModes] || isRenamed {
            return "the arguments of a function cannot be renamed in place"
        }
        if (before.integer(.defaultCount) ?? 0) > (after.integer(.defaultCount) ?? 0) {
            return "the default of an argument cannot be removed in place"
        }
        return nil
    }

    /// A function whose arguments have defaults makes the calls of another of its name ambiguous, which goes first where all that
    /// calls it goes too.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard verb == .create, let new = edges.to[id] else { return }
        for (other, node) in edges.graph.removal
        where other.kind == kind && other.name == id.name && other.schema == id.schema && other != id {
            guard let old = edges.from[other] else { continue }
            let callers = edges.from.dependents(of: other)
            let isAmbiguous = new.integer(.defaultCount) ?? 0 > 0 || old.integer(.defaultCount) ?? 0 > 0
            guard isAmbiguous || callers.contains(where: edges.to.dependents(of: id).contains),
                callers.allSatisfy({ edges.removal(of: $0) != nil })
            else { continue }
            edges.after(node)
        }
    }

    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) { Overloads.adjust(&changes) }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool {
        let attributes: [Attribute] = [.source, .sqlBody, .language, .routine, .result]
        return old.id.signature == new.id.signature && attributes.allSatisfy { old[$0] == new[$0] }
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        Quarantining.dropOrMove(fact, routine(fact).uppercased(), context)
    }

    /// A function that a new type is made of stands in the type's creation.
    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? {
        TypeFunctions.type(of: fact.id, in: creation.to).flatMap { creation.isCreated($0) ? $0 : nil }
    }

    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? {
        TypeFunctions.type(of: fact.id, in: removal.from).flatMap { removal.isDropped($0) ? $0 : nil }
    }

    /// A function that a type is made of cannot leave the type's statement.
    func separation(_ fact: Fact) -> Int? { nil }

    /// A body that is a string can be compared as it was written; one that PostgreSQL parsed, it words itself.
    private func differs(_ fact: Fact) -> Step.Precondition {
        guard let source = fact.text(.source) else { return .journal }
        let settings = (fact.texts(.configuration) ?? []).map { SQL.literal($0) }.joined(separator: ", ")
        let volatility = ["immutable": "i", "stable": "s"][fact.text(.volatility) ?? ""] ?? "v"
        let parallel = ["safe": "s", "restricted": "r"][fact.text(.parallel) ?? ""] ?? "u"
        var same = [
            "p.oid = \(CatalogCheck.routine(fact.id))", "p.prosrc = \(SQL.literal(source))", "p.provolatile = '\(volatility)'",
            "p.proparallel = '\(parallel)'", "p.proisstrict = \(fact.bool(.strict))",
            "p.prosecdef = \(fact.bool(.securityDefiner))", "p.proleakproof = \(fact.bool(.leakproof))",
            "coalesce(p.proconfig, '{}') = ARRAY[\(settings)]::text[]",
            "pg_catalog.pg_get_function_arguments(p.oid) = \(SQL.literal(fact.text(.arguments) ?? ""))",
        ]
        if let cost = fact.integer(.cost) { same.append("p.procost = \(cost)") }
        if let rows = fact.integer(.rows) { same.append("p.prorows = \(rows)") }
        return .pending("NOT \(CatalogCheck.rows("pg_proc p", same.joined(separator: " AND ")))")
    }

    /// CREATE FUNCTION or CREATE PROCEDURE.
    package static func text(_ fact: Fact, orReplace: Bool) -> String {
        let isProcedure = fact.text(.routine) == "procedure"
        let id = fact.id
        var lines = [
            "CREATE \(orReplace ? "OR REPLACE " : "")\(isProcedure ? "PROCEDURE" : "FUNCTION") "
                + "\(SQL.qualified(id.schema, id.name))(\(fact.text(.arguments) ?? ""))"
        ]
        if let result = fact.text(.result) { lines.append("RETURNS \(result)") }
        lines.append("LANGUAGE \(SQL.identifier(fact.text(.language) ?? "sql"))")
        if let types = fact.texts(.transforms) {
            lines.append("TRANSFORM " + types.map { "FOR TYPE \($0)" }.joined(separator: ", "))
        }
        var traits: [String] = []
        if fact.bool(.window) { traits.append("WINDOW") }
        if let volatility = fact.text(.volatility) { traits.append(volatility.uppercased()) }
        if fact.bool(.strict) { traits.append("STRICT") }
        if fact.bool(.securityDefiner) { traits.append("SECURITY DEFINER") }
        if fact.bool(.leakproof) { traits.append("LEAKPROOF") }
        if let parallel = fact.text(.parallel) { traits.append("PARALLEL \(parallel.uppercased())") }
        if case .number(let cost) = fact[.cost] { traits.append("COST \(cost)") }
        if case .number(let rows) = fact[.rows] { traits.append("ROWS \(rows)") }
        if let support = fact.text(.support) { traits.append("SUPPORT \(support)") }
        if !traits.isEmpty { lines.append(traits.joined(separator: " ")) }
        for setting in fact.texts(.configuration) ?? [] { lines.append(SettingText.clause(setting)) }
        if let body = fact.text(.sqlBody) {
            lines.append(body)
        } else if let library = fact.text(.library) {
            lines.append("AS \(SQL.literal(library)), \(SQL.literal(fact.text(.source) ?? ""))")
        } else {
            lines.append("AS \(SQL.dollarQuoted(fact.text(.source) ?? "", tag: isProcedure ? "procedure" : "function"))")
        }
        return lines.joined(separator: "\n")
    }
}

/// A setting as the catalog holds it, `name=value`, as a SET clause.
enum SettingText {
    /// Parameters whose value is a list of names: its quoted parts must stay parts (`GUC_LIST_QUOTE` of PostgreSQL's source).
    private static let lists: Set = [
        "search_path", "session_preload_libraries", "shared_preload_libraries", "local_preload_libraries", "temp_tablespaces",
        "unix_socket_directories", "datestyle",
    ]

    static func clause(_ setting: String) -> String {
        guard let equals = setting.firstIndex(of: "=") else { return "SET \(setting)" }
        let name = String(setting[..<equals])
        let value = String(setting[setting.index(after: equals)...])
        guard lists.contains(name.lowercased()) else { return "SET \(parameter(name)) TO \(SQL.literal(value))" }
        let parts = value.split(separator: ",").map { part -> String in
            let text = String(part.trimmingPrefix(while: \.isWhitespace))
            if text.hasPrefix("\""), text.hasSuffix("\""), text.count >= 2 {
                return SQL.literal(String(text.dropFirst().dropLast()).replacing("\"\"", with: "\""))
            }
            return SQL.literal(text)
        }
        return "SET \(parameter(name)) TO \(parts.isEmpty ? "''" : parts.joined(separator: ", "))"
    }

    /// A parameter's name; those of extensions have a dot.
    private static func parameter(_ name: String) -> String {
        name.split(separator: ".").map { SQL.identifier(String($0)) }.joined(separator: ".")
    }
}
