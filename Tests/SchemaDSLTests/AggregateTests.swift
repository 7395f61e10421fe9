import SchemaDSL
import SchemaModel
import Testing

@Suite struct AggregateTests {
    static let add = Function(
        "add_up", [Argument("state", .numeric), Argument("value", .numeric)], returns: .value(.numeric), body: "SELECT $1 + $2")
    static let take = Function(
        "take_off", [Argument("state", .numeric), Argument("value", .numeric)], returns: .value(.numeric), body: "SELECT $1 - $2")
    static let total = Aggregate(
        "total", [Argument("value", .numeric)], state: .numeric, transition: "\(add)",
        AggregateProperties(
            initialCondition: "0", stateSize: 32, combine: "\(add)",
            moving: MovingAggregate(state: .numeric, transition: "\(add)", inverse: "\(take)", initialCondition: "0"),
            parallel: .safe),
        comment: "All of them")
    static let rows = Aggregate(
        "rows", state: .bigint, transition: "int8inc", AggregateProperties(initialCondition: ""),
        executableBy: [.authenticated])
    static let middle = Aggregate(
        "middle", [Argument("fraction", .doublePrecision)], .orderedSet(by: [Argument("", .text)]), state: .text,
        transition: "pg_catalog.ordered_set_transition",
        AggregateProperties(final: FinalFunction("percentile", takesArguments: true, modifies: .readOnly)))

    private func facts(_ objects: [any DeclaredObject], functions: [Function] = [add, take]) throws -> [ObjectID: Fact] {
        let database = Database("d", schemas: [Schema("app", functions: functions, objects: objects)])
        return Dictionary(try database.declared().facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func aMovingAggregateHasEveryClause() throws {
        let id = ObjectID(.aggregate, schema: "app", "total", signature: "numeric")
        let facts = try facts([Self.total])
        let fact = try #require(facts[id])
        #expect(
            fact.attributes == [
                .arguments: "value numeric", .stateFunction: "app.add_up", .stateType: "numeric", .stateSpace: 32,
                .initialCondition: "0", .combineFunction: "app.add_up", .movingFunction: "app.add_up",
                .inverseFunction: "app.take_off", .movingType: "numeric", .movingInitialCondition: "0", .parallel: "safe",
            ])
        #expect(
            fact.dependencies == [
                .function("app", "add_up", "numeric, numeric"), .function("app", "take_off", "numeric, numeric"),
            ])
        #expect(facts[.comment(on: id)]?.text(.text) == "All of them")
        #expect(facts[.grant(to: "PUBLIC", on: id)]?.texts(.privileges) == ["EXECUTE"])
        #expect(fact.origin?.file == "Tests/SchemaDSLTests/AggregateTests.swift")
    }

    @Test func anEmptyInitialConditionIsNotNull() throws {
        let id = ObjectID(.aggregate, schema: "app", "rows", signature: "")
        let facts = try facts([Self.rows])
        #expect(facts[id]?.text(.initialCondition) == "")
        #expect(facts[id]?.text(.arguments) == "")
        #expect(facts[.grant(to: "authenticated", on: id)]?.texts(.privileges) == ["EXECUTE"])
        #expect(facts[.grant(to: "PUBLIC", on: id)] == nil)
    }

    @Test func anOrderedSetHasBothListsInItsSignature() throws {
        let fact = try #require(
            try facts([Self.middle])[ObjectID(.aggregate, schema: "app", "middle", signature: "double precision, text")])
        #expect(fact.text(.arguments) == "fraction double precision ORDER BY text")
        #expect(fact.text(.aggregateKind) == "ordered-set")
        #expect(fact.integer(.directArguments) == 1)
        #expect(fact.text(.finalModify) == "read_only")
        #expect(fact.bool(.finalExtra))
    }

    @Test func aFunctionThatIsNotListedIsAProblem() {
        let database = Database("d", schemas: [Schema("app", objects: [Self.total])])
        #expect(database.validate().map(\.code) == Array(repeating: .unknownReference, count: 4))
    }

    @Test func anAggregateAndAFunctionShareTheirNames() {
        let same = Function("total", [Argument("value", .numeric)], returns: .value(.numeric), body: "SELECT $1")
        let database = Database("d", schemas: [Schema("app", functions: [Self.add, Self.take, same], objects: [Self.total])])
        #expect(database.validate().map(\.code) == [.duplicateName])
    }
}
