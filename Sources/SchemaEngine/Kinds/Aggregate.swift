import SchemaModel

/// An aggregate function.
struct AggregateKind: Kind {
    let kind = ObjectKind.aggregate

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_proc", oid: "p.oid"), schema: "n.nspname", name: "p.proname",
                signature: FunctionKind.signature,
                [
                    .arguments: "pg_catalog.pg_get_function_arguments(p.oid)",
                    .result: "pg_catalog.format_type(p.prorettype, NULL)",
                    .aggregateKind: "CASE a.aggkind WHEN 'o' THEN 'ordered-set' WHEN 'h' THEN 'hypothetical-set' END",
                    .directArguments: "nullif(a.aggnumdirectargs, 0)::int4",
                    .stateFunction: "a.aggtransfn::regproc::text",
                    .stateType: "pg_catalog.format_type(a.aggtranstype, NULL)",
                    .stateSpace: "nullif(a.aggtransspace, 0)",
                    .finalFunction: Self.function("a.aggfinalfn"),
                    .finalExtra: "a.aggfinalextra",
                    .finalModify: Self.modify("a.aggfinalmodify"),
                    .combineFunction: Self.function("a.aggcombinefn"),
                    .serialFunction: Self.function("a.aggserialfn"),
                    .deserialFunction: Self.function("a.aggdeserialfn"),
                    .initialCondition: "a.agginitval",
                    .movingFunction: Self.function("a.aggmtransfn"),
                    .inverseFunction: Self.function("a.aggminvtransfn"),
                    .movingType: "CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END",
                    .movingSpace: "nullif(a.aggmtransspace, 0)",
                    .movingFinalFunction: Self.function("a.aggmfinalfn"),
                    .movingFinalExtra: "a.aggmfinalextra",
                    .movingFinalModify: "CASE WHEN a.aggmtransfn <> 0 THEN \(Self.modify("a.aggmfinalmodify")) END",
                    .movingInitialCondition: "a.aggminitval",
                    .sortOperator: """
                    (SELECT format('OPERATOR(%I.%s)', sn.nspname, so.oprname) FROM pg_catalog.pg_operator so
                    JOIN pg_catalog.pg_namespace sn ON sn.oid = so.oprnamespace WHERE so.oid = a.aggsortop)
                    """,
                    .parallel: "CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END",
                ],
                from: """
                    pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                    JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_proc", "p.oid"))
                    """)
        ]
    }

    /// A function's name; NULL where there is none.
    private static func function(_ column: String) -> String { "nullif(\(column), 0)::regproc::text" }

    /// The effect of a final function on the state, where it is not PostgreSQL's default for the kind of aggregate.
    private static func modify(_ column: String) -> String {
        """
        CASE WHEN \(column) <> CASE a.aggkind WHEN 'n' THEN 'r'::"char" ELSE 'w'::"char" END
            THEN CASE \(column) WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END END
        """
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_proc", oid: CatalogCheck.routine(id)) }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "AGGREGATE \(Self.name(id))" }
    /// GRANT knows an aggregate as a function.
    func privilegeReference(_ id: ObjectID, _ fact: Fact?) -> String? { "FUNCTION \(id.sql)" }
    let security: SecuritySource? = .routine("p.prokind = 'a'")
    func namespaces(_ fact: Fact) -> [Namespace] { [.routine(fact.id)] }
    let order = Order(group: .routines, rank: 0)

    /// The name with the types of the arguments; without arguments it has a star.
    private static func name(_ id: ObjectID) -> String {
        "\(SQL.qualified(id.schema, id.name))(\(id.signature?.isEmpty == false ? id.signature ?? "" : "*"))"
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { [.create(fact, [Self.text(fact, orReplace: false)])] }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard changed.isDisjoint(with: [.arguments, .result, .aggregateKind, .directArguments]) else {
            return .replace("the arguments and the result of an aggregate cannot be changed in place")
        }
        return .steps([.alter(after, title: "replace \(after.id)", [Self.text(after, orReplace: true)])])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP AGGREGATE \(Self.name(fact.id))"])] }

    private static func text(_ fact: Fact, orReplace: Bool) -> String {
        let arguments = fact.text(.arguments) ?? ""
        let clauses: [(String, String?)] = [
            ("SFUNC", fact.text(.stateFunction)), ("STYPE", fact.text(.stateType)), ("SSPACE", number(fact, .stateSpace)),
            ("FINALFUNC", fact.text(.finalFunction)), ("FINALFUNC_EXTRA", fact.bool(.finalExtra) ? "true" : nil),
            ("FINALFUNC_MODIFY", fact.text(.finalModify)?.uppercased()), ("COMBINEFUNC", fact.text(.combineFunction)),
            ("SERIALFUNC", fact.text(.serialFunction)), ("DESERIALFUNC", fact.text(.deserialFunction)),
            ("INITCOND", fact.text(.initialCondition).map { SQL.literal($0) }), ("MSFUNC", fact.text(.movingFunction)),
            ("MINVFUNC", fact.text(.inverseFunction)), ("MSTYPE", fact.text(.movingType)),
            ("MSSPACE", number(fact, .movingSpace)), ("MFINALFUNC", fact.text(.movingFinalFunction)),
            ("MFINALFUNC_EXTRA", fact.bool(.movingFinalExtra) ? "true" : nil),
            ("MFINALFUNC_MODIFY", fact.text(.movingFinalModify)?.uppercased()),
            ("MINITCOND", fact.text(.movingInitialCondition).map { SQL.literal($0) }), ("SORTOP", fact.text(.sortOperator)),
            ("PARALLEL", fact.text(.parallel)?.uppercased()),
            ("HYPOTHETICAL", fact.text(.aggregateKind) == "hypothetical-set" ? "true" : nil),
        ]
        let list = clauses.compactMap { name, value in value.map { "    \(name) = \($0)" } }
        return "CREATE \(orReplace ? "OR REPLACE " : "")AGGREGATE \(SQL.qualified(fact.id.schema, fact.id.name))"
            + "(\(arguments.isEmpty ? "*" : arguments)) (\n\(list.joined(separator: ",\n"))\n)"
    }

    private static func number(_ fact: Fact, _ attribute: Attribute) -> String? { fact.integer(attribute).map(String.init) }
}
