import SchemaModel

/// An operator. What another one names as its commutator or negator and nobody has created yet is a shell, and no fact.
struct OperatorKind: Kind {
    let kind = ObjectKind.operator

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_operator", oid: "o.oid"), schema: "n.nspname", name: "o.oprname",
                signature: Self.signature,
                [
                    .leftType: "CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END",
                    .rightType: "pg_catalog.format_type(o.oprright, NULL)",
                    .result: "pg_catalog.format_type(o.oprresult, NULL)",
                    .function: "o.oprcode::regproc::text",
                    .commutator: Self.partner("o.oprcom"), .negator: Self.partner("o.oprnegate"),
                    .restrictionFunction: "nullif(o.oprrest, 0)::regproc::text",
                    .joinFunction: "nullif(o.oprjoin, 0)::regproc::text",
                    .hashes: "o.oprcanhash", .merges: "o.oprcanmerge",
                ],
                from: """
                    pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
                    WHERE o.oprcode <> 0 AND \(Where.userSchema()) AND \(Where.own("pg_operator", "o.oid"))
                    """)
        ]
    }

    /// The types of the operands, of `o`.
    private static let signature = """
        CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE pg_catalog.format_type(o.oprleft, NULL) END || ', '
            || pg_catalog.format_type(o.oprright, NULL)
        """

    /// Schema and name of another operator; its types follow from this one's.
    private static func partner(_ column: String) -> String {
        """
        (SELECT ARRAY[pn.nspname::text, po.oprname::text] FROM pg_catalog.pg_operator po
            JOIN pg_catalog.pg_namespace pn ON pn.oid = po.oprnamespace WHERE po.oid = \(column))
        """
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_operator",
            oid: CatalogCheck.oid(
                "pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace", "o.oid",
                where: """
                    o.oprcode <> 0 AND n.nspname = \(SQL.literal(id.schema ?? "")) AND o.oprname = \(SQL.literal(id.name)) \
                    AND \(Self.signature) = \(SQL.literal(id.signature ?? ""))
                    """))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "OPERATOR \(OperatorText.name(id))" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_operator", from: "pg_catalog.pg_operator o", oid: "o.oid", owner: "o.oprowner",
        condition: "o.oprcode <> 0")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .routines, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let clauses: [(String, String?)] = [
            ("FUNCTION", fact.text(.function)), ("LEFTARG", fact.text(.leftType)), ("RIGHTARG", fact.text(.rightType)),
            ("COMMUTATOR", OperatorText.partner(fact, .commutator)), ("NEGATOR", OperatorText.partner(fact, .negator)),
            ("RESTRICT", fact.text(.restrictionFunction)), ("JOIN", fact.text(.joinFunction)),
        ]
        var list = clauses.compactMap { name, value in value.map { "    \(name) = \($0)" } }
        if fact.bool(.hashes) { list.append("    HASHES") }
        if fact.bool(.merges) { list.append("    MERGES") }
        let name = OperatorText.qualified(fact.id)
        return [.create(fact, ["CREATE OPERATOR \(name) (\n\(list.joined(separator: ",\n"))\n)"])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        var settings: [String] = []
        for (attribute, name) in [(Attribute.restrictionFunction, "RESTRICT"), (.joinFunction, "JOIN")]
        where changed.contains(attribute) {
            settings.append("\(name) = \(after.text(attribute) ?? "NONE")")
        }
        // A partner that comes or goes sets and clears the link by itself.
        var open = changed.subtracting([.restrictionFunction, .joinFunction])
        for attribute in [Attribute.commutator, .negator] where open.contains(attribute) {
            let old = OperatorText.partnerID(before, attribute).map { context.from[$0] == nil || context.to[$0] != nil } ?? false
            let new = OperatorText.partnerID(after, attribute)
            if !old, new.map({ context.created.contains($0) && OperatorText.names(context.to[$0], after.id, attribute) }) ?? true
            {
                open.remove(attribute)
            }
        }
        guard !open.isEmpty else { return .steps(steps(after, settings)) }
        let canBeSet = open.allSatisfy { before[$0] == nil } && open.isSubset(of: [.commutator, .negator, .hashes, .merges])
        guard canBeSet, context.from.serverVersion >= 170_000 else {
            return .replace("only the estimators of an operator can be changed in place")
        }
        for (attribute, name) in [(Attribute.commutator, "COMMUTATOR"), (.negator, "NEGATOR")] where open.contains(attribute) {
            if let partner = OperatorText.partner(after, attribute) { settings.append("\(name) = \(partner)") }
        }
        if open.contains(.hashes) { settings.append("HASHES") }
        if open.contains(.merges) { settings.append("MERGES") }
        return .steps(steps(after, settings))
    }

    private func steps(_ fact: Fact, _ settings: [String]) -> [Step] {
        guard !settings.isEmpty else { return [] }
        let list = settings.joined(separator: ", ")
        return [.alter(fact, ["ALTER OPERATOR \(OperatorText.name(fact.id)) SET (\(list))"])]
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, ["DROP OPERATOR \(OperatorText.name(fact.id))"])]
    }

    /// Where an operator names another one that does not exist, PostgreSQL creates a shell for it, which needs its schema; an operator
    /// that is altered must find what it names.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard verb != .drop, let fact = edges.to[id] else { return }
        for attribute in [Attribute.commutator, .negator] {
            guard let partner = OperatorText.partnerID(fact, attribute) else { continue }
            if verb == .alter { edges.after(edges.creation(of: partner)) }
            if let schema = partner.schema { edges.after(edges.creation(of: .schema(schema))) }
        }
    }
}

/// How operators are written. Their names are no identifiers and are never quoted.
enum OperatorText {
    /// `app.<=>`
    static func qualified(_ id: ObjectID) -> String { qualified(id.schema ?? "public", id.name) }

    /// `app.<=> (integer, integer)`
    static func name(_ id: ObjectID) -> String { "\(qualified(id)) (\(id.signature ?? ""))" }

    private static func qualified(_ schema: String, _ name: String) -> String { "\(SQL.identifier(schema)).\(safe(name))" }

    /// The characters that PostgreSQL allows in the name of an operator; anything else would be SQL of its own.
    private static func safe(_ name: String) -> String {
        name.allSatisfy { "+-*/<>=~!@#%^&|`?".contains($0) } ? name : SQL.quoted(identifier: name)
    }

    static func partner(_ fact: Fact, _ attribute: Attribute) -> String? {
        guard let path = fact.texts(attribute), path.count == 2 else { return nil }
        return "OPERATOR(\(qualified(path[0], path[1])))"
    }

    /// The identity of the commutator, which has the operands the other way around, or of the negator.
    static func partnerID(_ fact: Fact, _ attribute: Attribute) -> ObjectID? {
        guard let path = fact.texts(attribute), path.count == 2 else { return nil }
        let left = fact.text(.leftType) ?? "NONE"
        let right = fact.text(.rightType) ?? "NONE"
        let signature = attribute == .commutator ? "\(right), \(left)" : "\(left), \(right)"
        return ObjectID(.operator, schema: path[0], path[1], signature: signature)
    }

    /// True when an operator names another one.
    static func names(_ fact: Fact?, _ other: ObjectID, _ attribute: Attribute) -> Bool {
        fact.flatMap { partnerID($0, attribute) } == other
    }
}
