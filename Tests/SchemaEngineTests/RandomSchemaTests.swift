import Foundation
import SchemaEngine
import PlumblineTesting
import Testing

/// Random pairs of schemas; `make soak` runs many, `make test` a few of a fixed seed.
@Suite("A plan leads from each random schema to the other", .pooledDatabases)
struct RandomSchemaTests {
    private static let seed = number("PLUMBLINE_SOAK_SEED") ?? 20_260_112
    private static let count = number("PLUMBLINE_SOAK_COUNT") ?? 15
    private static let major = number("PLUMBLINE_SOAK_MAJOR").map(Int.init) ?? 17

    private static func number(_ variable: String) -> UInt64? {
        ProcessInfo.processInfo.environment[variable].flatMap(UInt64.init)
    }

    @Test("forward, nothing left, back", .needsPostgres(major), arguments: (0..<count).map { seed &+ $0 })
    func roundTrip(seed: UInt64) async throws {
        let pair = RandomPair(seed: seed)
        if let problem = await Self.problem(pair) { await Self.report(problem, of: pair, seed: seed) }
    }

    /// Records the smallest pair that has the same problem.
    private static func report(_ problem: Problem, of pair: RandomPair, seed: UInt64) async {
        let smallest = await pair.shrunk { await Self.problem($0)?.kind == problem.kind }
        let reported = await Self.problem(smallest) ?? problem
        Issue.record(
            """
            \(reported.kind) with PLUMBLINE_SOAK_SEED=\(seed) PLUMBLINE_SOAK_COUNT=1 PLUMBLINE_SOAK_MAJOR=\(major): \(reported.detail)
            -- old
            \(smallest.old.sql)-- new
            \(smallest.new.sql)
            """)
    }

    @Test("one seed gives one pair, and a shrunk pair is smaller and still fails")
    func shrinking() async {
        let pair = RandomPair(seed: 3)
        #expect(pair == RandomPair(seed: 3))
        let smallest = await pair.shrunk { $0.old.parts["t1"] != nil }
        #expect(smallest.old.order == ["t1"])
        #expect(smallest.new.order.allSatisfy { $0 == "t1" })
    }

    private struct Problem: Sendable {
        let kind: String
        let detail: String
    }

    /// The first thing that is wrong with a pair's round trip; nil where all holds, or where the plan refuses to lose rows.
    private static func problem(_ pair: RandomPair) async -> Problem? {
        do {
            return try await DatabasePool.current.withBench(major: major) { bench in
                do {
                    try await bench.load(pair.old.sql, into: bench.a)
                    try await bench.load(pair.new.sql, into: bench.b)
                } catch {
                    return Problem(kind: "the generated schema is invalid", detail: "\(error)")
                }
                return try await roundTrip(bench)
            }
        } catch PlanError.impossible {
            return nil
        } catch {
            return Problem(kind: "a step fails: \(type(of: error))", detail: "\(error)")
        }
    }

    private static func roundTrip(_ bench: Bench) async throws -> Problem? {
        let (old, new) = (try await bench.state(bench.a), try await bench.state(bench.b))
        let (start, target) = (try await bench.dump(bench.a), try await bench.dump(bench.b))
        let back = try Plan(from: new, to: old)
        try await bench.psql(try Plan(from: old, to: new).script, bench.a)
        if let problem = difference(target, try await bench.dump(bench.a), "the dump after the plan") { return problem }
        let rest = try Plan(from: try await bench.state(bench.a), to: new).script
        guard rest.isEmpty else { return Problem(kind: "a second plan is not empty", detail: rest) }
        try await bench.psql(back.script, bench.a)
        return difference(start, try await bench.dump(bench.a), "the dump after the way back")
    }

    private static func difference(_ expected: Set<String>, _ found: Set<String>, _ what: String) -> Problem? {
        guard expected != found else { return nil }
        let lines =
            expected.subtracting(found).sorted().map { "- \($0)" } + found.subtracting(expected).sorted().map { "+ \($0)" }
        return Problem(kind: "\(what) differs", detail: lines.joined(separator: "\n"))
    }
}
