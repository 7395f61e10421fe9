import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import SchemaDSL
import SchemaModel
import Testing

@Suite("Constraints for checks that have long been clean")
struct SuggestedConstraintTests {
    private static let readings = Market.readings

    private static let checks: [DataCheck] = [
        .notNull(readings.tenant, "Readings have a tenant"),
        .between(readings.number, 1...1000, "Numbers are small"),
        .oneOf(readings.tenant, ["t0", "t1"], onNull: .fails, "Tenants are known"),
        .unique([readings.mail], "No mail is there twice"),
        .unique([readings.tenant, readings.number], nulls: .equal, "No number is there twice"),
        .references([readings.id], [Market.lines.id], "Every reading has a line of its number").named("id.references"),
        .format(readings.mail, "^[^@]+@[^@]+$", "Mails have a form"),
    ]

    @Test("the SQL makes the catalog prove the check", arguments: checks.indices)
    func proves(index: Int) async throws {
        try await Market.open { live in
            let compiled = try Market.suite([Self.checks[index]]).compiled()
            let relations: [ObjectID: any Relation] = [
                .table("market", "readings"): Market.readings, .table("market", "lines"): Market.lines,
            ]
            let before = try await live.run(Self.checks[index])
            #expect(before[0].proof == nil && before[0].outcome == .passed)
            guard case .constraint(let swift, let sql) = SuggestedConstraint.answer(compiled[0], relations) else {
                Issue.record("no constraint for \(compiled[0].id)")
                return
            }
            #expect(swift?.isEmpty == false)
            for statement in sql where !statement.hasPrefix("--") { try await live.connection.query(statement) }
            let after = try await live.run(Self.checks[index])
            #expect(after[0].proof != nil, "\(sql)")
        }
    }

    @Test("counts the runs in a row that found no failing row")
    func cleanRuns() throws {
        let check = try Market.suite([Self.checks[0]]).compiled()[0]
        func past(_ outcomes: [(String, Int?)]) -> [PastResult] {
            outcomes.enumerated().map { day, outcome in
                PastResult(
                    runID: UUID(), started: Date(timeIntervalSince1970: Double(day) * 86_400), database: "market",
                    check: check.id,
                    outcome: outcome.0, failingRows: outcome.1, rowsExamined: 20)
            }
        }
        #expect(
            SuggestedConstraint.cleanRuns(check, past([("passed", 0), ("failed", 1), ("passed", 0), ("passed", 0)]))?.runs == 2)
        // Tolerated rows are not clean, and a run that skipped the check says nothing.
        #expect(SuggestedConstraint.cleanRuns(check, past([("passed", 0), ("passed", 3), ("passed", 0)]))?.runs == 1)
        #expect(SuggestedConstraint.cleanRuns(check, past([("passed", 0), ("skipped", nil), ("passed", 0)]))?.runs == 2)
        #expect(SuggestedConstraint.cleanRuns(check, past([("passed", 0), ("error", nil)])) == nil)
    }

    @Test("says why a check cannot be a constraint")
    func none() throws {
        let checks: [DataCheck] = [
            .notInFuture(Self.readings.at, "Times are past"),
            .between(Self.readings.number, 1...9, "Numbers of t0 are small").where(Self.readings.tenant.equals("t0")),
            .rowCount(atLeast: 1, "There are readings"),
        ]
        for check in try Market.suite(checks).compiled() {
            guard case .none = SuggestedConstraint.answer(check) else {
                Issue.record("\(check.id) has a constraint")
                continue
            }
        }
    }

    @Test(
        "a key of a partitioned table has the columns of its partition key, or is not suggested", .needsPostgres(15),
        .needsPostgres(18), arguments: [15, 18])
    func partitioned(major: Int) async throws {
        let (r, table) = (Self.readings, ObjectID.table("market", "readings"))
        let checks = try Market.suite([
            .unique([r.mail], "No mail is there twice"), .unique([r.tenant, r.number], "No number is there twice"),
            .references([r.id], [Market.lines.id], "Every reading has a line").named("id.references"),
        ]).compiled()
        try await ScratchServer.withDatabase(major: major) { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(
                    script: """
                        CREATE SCHEMA market;
                        CREATE TABLE market.readings (id bigint, tenant text, number integer, mail text) PARTITION BY LIST (tenant);
                        CREATE TABLE market.readings_a PARTITION OF market.readings FOR VALUES IN ('a');
                        CREATE TABLE market.lines (id bigint PRIMARY KEY);
                        """)
                let runner = CheckRunner(settings, options: CheckOptions(allowsSuperuser: true))
                let plan = try await runner.plan(checks, database: "market")
                #expect(plan.partitionKeys == [table: ["tenant"]])
                let answers = checks.map { SuggestedConstraint.answer($0, partitionKeys: plan.partitionKeys) }
                #expect(
                    answers[0]
                        == .none(
                            reason: "a unique constraint of a partitioned table must contain all columns of its partition key"))
                for answer in answers[1...] {
                    guard case .constraint(_, let sql) = answer else {
                        Issue.record("\(answer)")
                        continue
                    }
                    #expect(sql.contains { $0.hasPrefix("-- This blocks writes") })
                    for statement in sql where !statement.hasPrefix("--") { try await connection.query(statement) }
                }
                #expect(try await runner.plan(checks, database: "market").proofs.count == 2)
            }
        }
    }
}
