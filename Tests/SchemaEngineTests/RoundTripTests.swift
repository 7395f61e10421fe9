import SchemaEngine
import PlumblineTesting
import Sandbox
import Testing

@Suite("A plan leads from each schema to the other")
struct RoundTripTests {
    @Test("forward, nothing left, back, nothing left", arguments: Scenario.all, [15, 17, 18])
    func roundTrip(_ scenario: Scenario, major: Int) async throws {
        guard major >= scenario.since else { return }
        guard try await Installed.has(major) else { return }
        try await Bench.with(major: major) { bench in
            try await bench.load(scenario.common + scenario.old, into: bench.a)
            try await bench.load(scenario.common + scenario.new, into: bench.b)
            let start = try await bench.dump(bench.a)
            let target = try await bench.dump(bench.b)
            let back = try await bench.plan(from: bench.b, to: bench.a)

            let forward = try await bench.plan(from: bench.a, to: bench.b)
            #expect(!forward.isEmpty)
            expectReverses(of: forward, toBe: back)
            try await bench.psql(forward.script, bench.a)
            #expect(try await bench.plan(from: bench.a, to: bench.b).script == "")
            #expect(try await bench.dump(bench.a) == target)

            try await bench.psql(back.script, bench.a)
            #expect(try await bench.dump(bench.a) == start)
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

/// Which servers this machine has; one that is missing is named once.
enum Installed {
    static func has(_ major: Int) async throws -> Bool {
        let there = try await PostgresInstallation.find().contains { $0.major == major }
        if !there { print("skipped: PostgreSQL \(major) is not installed (\(InstallScript.command(major: major)))") }
        return there
    }
}
