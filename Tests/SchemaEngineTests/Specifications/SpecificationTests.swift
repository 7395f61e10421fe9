import Foundation
import Migrator
import SchemaEngine
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("A plan is what its scenario file says", .pooledDatabases)
struct SpecificationTests {
    @Test("on PostgreSQL 15", .needsPostgres(15), arguments: SpecificationFiles.for(15))
    func on15(_ file: SpecificationCase) async throws { try await SpecificationRun(file.result.get(), major: 15).run() }

    @Test("on PostgreSQL 17", .needsPostgres(17), arguments: SpecificationFiles.for(17))
    func on17(_ file: SpecificationCase) async throws { try await SpecificationRun(file.result.get(), major: 17).run() }

    @Test("on PostgreSQL 18", .needsPostgres(18), arguments: SpecificationFiles.for(18))
    func on18(_ file: SpecificationCase) async throws { try await SpecificationRun(file.result.get(), major: 18).run() }
}

/// One scenario on one server: plan, compare, apply, and back.
struct SpecificationRun {
    private let specification: Specification
    private let major: Int

    init(_ specification: Specification, major: Int) {
        self.specification = specification
        self.major = major
    }

    func run() async throws {
        try await DatabasePool.current.withBench(major: major) { bench in
            try await bench.load(specification.common + specification.old, into: bench.a)
            try await bench.load(specification.common + specification.new, into: bench.b)
            let (old, new) = (try await bench.state(bench.a), try await bench.state(bench.b))
            if comparesAll {
                #expect(
                    try await !bench.areCertainlyEqual() || old.fingerprint() == new.fingerprint(),
                    "the comparison of two live databases does not notice the change")
            }
            let up: Plan
            let down: Plan
            do {
                let renamed = try await renamed(old, new, bench)
                up = try renamed.plan(to: new, options: PlanOptions())
                down = try renamed.planBack(from: new, options: PlanOptions())
            } catch let refusal as PlanError {
                return try await compare([.refused: refusal.description])
            } catch let refusal as RenameError {
                return try await compare([.refused: refusal.description])
            }
            let wrong = try await apply(up, down, bench, start: old, target: new)
            try await compare([
                .up: PlanText.sql(up), .hazards: PlanText.hazards(up), .locks: PlanText.locks(up),
                .down: PlanText.sql(down), .downHazards: PlanText.hazards(down), .downLocks: PlanText.locks(down),
                .wrong: wrong.joined(separator: "\n"),
            ])
        }
    }

    /// The old state after the scenario's renames.
    private func renamed(_ old: CatalogState, _ new: CatalogState, _ bench: Bench) async throws -> RenamedState {
        let lines = specification.renames.split(separator: "\n").map { "-- plumb:renamed \($0)" }.joined(separator: "\n")
        let comments = try RenameComment.all(in: lines, file: specification.path)
        let renames = try RenameComment.renames(comments, in: new)
        return try await RenameBench(bench.server, .plain).renamed(old, to: new, renames, isStrict: true)
    }

    /// Runs both plans; what differs from what they say, one line each.
    private func apply(
        _ up: Plan, _ down: Plan, _ bench: Bench, start: CatalogState, target: CatalogState
    ) async throws -> [String] {
        let before = try await dump(bench.a, bench)
        if !specification.rows.isEmpty { try await bench.load(specification.rows, into: bench.a) }
        let rows = try await result(bench)
        var wrong: [String] = []
        do {
            wrong += try await run(up, bench)
            wrong += difference(try await dump(bench.b, bench), try await dump(bench.a, bench), "the dump")
            wrong += try await rest(to: target, bench)
            if try await result(bench) != rows { wrong.append("up: the query gives other rows") }
            wrong += try await run(down, bench)
            wrong += difference(before, try await dump(bench.a, bench), "the dump after the way back")
            wrong += try await rest(to: start, bench)
            if try await result(bench) != rows { wrong.append("down: the query gives other rows") }
        } catch let failure as StepFailure {
            wrong.append(failure.description.split(separator: "\n").first.map(String.init) ?? "")
        }
        return wrong
    }

    /// False on a version where the file expects the same plan as on a newer one: dumps and digests are compared on that. With
    /// `SCENARIOS` they are compared on every version: `SCENARIOS=.sql` is every scenario.
    private var comparesAll: Bool { SpecificationFiles.isFiltered || specification.isNewest(major) }

    /// The dump of a database, to compare with another; empty where none are compared.
    private func dump(_ settings: ConnectionSettings, _ bench: Bench) async throws -> Set<String> {
        comparesAll ? try await bench.dump(settings) : []
    }

    /// What a second plan would still do.
    private func rest(to target: CatalogState, _ bench: Bench) async throws -> [String] {
        let rest = try Plan(from: try await bench.state(bench.a), to: target)
        return rest.steps.filter { !$0.isRecovery }.map { "a second plan would still \($0.title)" }
    }

    private func run(_ plan: Plan, _ bench: Bench) async throws -> [String] {
        let connection = try await PostgresConnection.connect(bench.a)
        var runner = StepRunner(connection)
        do {
            try await runner.run(plan)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        return runner.mismatches
    }

    /// The rows of the scenario's query as text.
    private func result(_ bench: Bench) async throws -> [String] {
        guard let query = specification.query else { return [] }
        let connection = try await PostgresConnection.connect(bench.a)
        do {
            let rows = try await connection.query(query)
            let lines = rows.map { row in rows.columns.indices.map { row.text($0) ?? "NULL" }.joined(separator: " | ") }
            await connection.close()
            return lines
        } catch {
            await connection.close()
            throw error
        }
    }

    // MARK: Comparison

    private func compare(_ actual: [Specification.Expectation: String]) async throws {
        if SpecificationFiles.isRecording {
            return try await SpecificationRecorder.shared.record(actual, of: specification, major: major)
        }
        for expectation in Specification.Expectation.allCases {
            let expected = specification.expected(expectation, major: major)
            let found = actual[expectation] ?? ""
            guard expected != found else { continue }
            Issue.record(
                """
                Scenarios/\(specification.path): "\(expectation.rawValue)" differs on PostgreSQL \(major); \
                if the new text is right, record it with RECORD_SCENARIOS=1 and review it
                \(lineDifference(expected: expected, actual: found))
                """)
        }
    }

    private func difference(_ expected: Set<String>, _ actual: Set<String>, _ what: String) -> [String] {
        expected.subtracting(actual).sorted().map { "\(what) lacks: \($0)" }
            + actual.subtracting(expected).sorted().map { "\(what) has: \($0)" }
    }
}
