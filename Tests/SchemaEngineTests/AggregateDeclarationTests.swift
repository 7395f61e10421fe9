import PlumblineTesting
import SchemaDSL
import SchemaEngine
import SchemaModel
import Testing

@Suite("Declared aggregates are what the server has afterwards")
struct AggregateDeclarationTests {
    static let add = Function(
        "add_up", [Argument("state", .numeric), Argument("value", .numeric)], returns: .value(.numeric),
        FunctionProperties(.immutable), body: "SELECT $1 + $2")
    static let take = Function(
        "take_off", [Argument("state", .numeric), Argument("value", .numeric)], returns: .value(.numeric),
        FunctionProperties(.immutable), body: "SELECT $1 - $2")
    static let objects: [any DeclaredObject] = [
        Aggregate(
            "total", [Argument("value", .numeric)], state: .numeric, transition: "\(add)",
            AggregateProperties(
                initialCondition: "0", stateSize: 32, combine: "\(add)",
                moving: MovingAggregate(
                    state: .numeric, transition: "\(add)", inverse: "\(take)", stateSize: 16, initialCondition: "0"),
                parallel: .safe),
            comment: "All of them"),
        Aggregate("row_count", state: .bigint, transition: "int8inc", AggregateProperties(initialCondition: "0")),
        Aggregate(
            "glued", [Argument("value", .text)], state: .text, transition: "textcat", AggregateProperties(initialCondition: ""),
            executableBy: []),
        Aggregate(
            "greatest_number", [Argument("value", .integer)], state: .integer, transition: "int4larger",
            AggregateProperties(combine: "int4larger", sortOperator: "OPERATOR(pg_catalog.>)", parallel: .safe)),
    ]

    @Test(.needsPostgres(15), .needsPostgres(18), arguments: [15, 18])
    func roundTrip(major: Int) async throws {
        let database = Database(
            "d", schemas: [Schema("app", functions: [Self.add, Self.take], objects: Self.objects)])
        let facts = try database.declared().facts
        let declared = CatalogState(facts: Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
        try await Bench.with(major: major) { bench in
            let plan = try Plan(from: CatalogState(), to: declared, options: PlanOptions(isTargetRaw: true))
            try await bench.psql(plan.script, bench.a)
            let state = try await bench.state(bench.a)
            for fact in facts where fact.id.kind == .aggregate {
                let found = try #require(state[fact.id], "\(fact.id) is not on the server")
                // The result is PostgreSQL's to derive.
                #expect(found.compared.filter { $0.key != .result } == fact.compared)
                #expect(state[.comment(on: fact.id)]?.text(.text) == declared[.comment(on: fact.id)]?.text(.text))
                #expect(
                    state[.grant(to: "PUBLIC", on: fact.id)]?.compared == declared[.grant(to: "PUBLIC", on: fact.id)]?.compared)
            }
            #expect(state.unmodelled == [])
        }
    }
}
