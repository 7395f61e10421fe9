import SchemaEngine
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

@Suite("A plan leads from each schema to the other", .pooledDatabases)
struct RoundTripTests {
    @Test("on PostgreSQL 15: forward, nothing left, back, nothing left", .needsPostgres(15), arguments: Scenario.known(to: 15))
    func on15(_ scenario: Scenario) async throws { try await roundTrip(scenario, major: 15) }

    @Test("on PostgreSQL 18: forward, nothing left, back, nothing left", .needsPostgres(18), arguments: Scenario.known(to: 18))
    func on18(_ scenario: Scenario) async throws { try await roundTrip(scenario, major: 18) }

    /// Dumps are compared on the newest version, and facts on both.
    private func roundTrip(_ scenario: Scenario, major: Int) async throws {
        func dump(_ bench: Bench, _ settings: ConnectionSettings) async throws -> Set<String> {
            major == ScratchServer.matrix.max() ? try await bench.dump(settings) : []
        }
        try await DatabasePool.current.withBench(major: major) { bench in
            try await bench.load(scenario.common + scenario.old, into: bench.a)
            try await bench.load(scenario.common + scenario.new, into: bench.b)
            let start = try await dump(bench, bench.a)
            let target = try await dump(bench, bench.b)
            let old = try await bench.state(bench.a)
            let new = try await bench.state(bench.b)
            let back = try Plan(from: new, to: old)

            let forward = try Plan(from: old, to: new)
            #expect(!forward.isEmpty)
            expectReverses(of: forward, toBe: back)
            try await bench.psql(forward.script, bench.a)
            #expect(try Plan(from: try await bench.state(bench.a), to: new).script == "")
            #expect(try await bench.areCertainlyEqual())
            #expect(try await dump(bench, bench.a) == target)

            try await bench.psql(back.script, bench.a)
            #expect(try Plan(from: try await bench.state(bench.a), to: old).script == "")
            #expect(try await dump(bench, bench.a) == start)
            if !scenario.cleanUp.isEmpty { try await bench.load(scenario.cleanUp, into: bench.b) }
        }
    }
}

/// Each step knows its reverse, and the reverses of all of them are the whole way back.
private func expectReverses(of forward: Plan, toBe back: Plan) {
    var undone: Set<String> = []
    for step in forward.steps {
        switch step.reverse {
        case .steps(let steps):
            #expect(!steps.isEmpty)
            undone.formUnion(steps.map(\.title))
        case .coveredBy(let title): #expect(forward.steps.contains { $0.title == title && $0.object == step.object })
        case .nothing: break
        case .impossible, nil: Issue.record("\(step.title) has no reverse")
        }
    }
    let missing = back.steps.filter { !$0.isRecovery && !undone.contains($0.title) }.map(\.title)
    #expect(missing == [], "steps of the way back that no step has for its reverse")
}
