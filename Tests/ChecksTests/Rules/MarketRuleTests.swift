import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// Each rule passes on clean rows, and counts planted faults exactly.
@Suite struct MarketRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let check: DataCheck
        /// SQL that plants faults in a clean table.
        let fault: String
        let failing: Int
        let examined: Int?
        let samples: [String]
        let figures: [String]

        init(
            _ name: String, _ check: DataCheck, fault: String, failing: Int, examined: Int? = 20, samples: [String] = [],
            figures: [String] = []
        ) {
            self.name = name
            self.check = check
            self.fault = fault
            self.failing = failing
            self.examined = examined
            self.samples = samples
            self.figures = figures
        }

        var testDescription: String { name }
    }

    private static let r = Market.readings
    private static let l = Market.lines

    static let cases: [Case] = [
        Case(
            "NaN is not at least anything", .atLeast(r.ratio, 0, "R"),
            fault:
                "UPDATE market.readings SET ratio = CASE id WHEN 1 THEN 'NaN' WHEN 2 THEN 'Infinity' WHEN 3 THEN '-Infinity' END::float8 WHERE id < 5",
            failing: 2, samples: ["id=1", "id=3"], figures: ["rows with NULL, which pass: 1"]),
        Case(
            "NaN is in no range, not even an infinite one", .between(r.ratio, 0...Double.infinity, "R"),
            fault: "UPDATE market.readings SET ratio = CASE id WHEN 1 THEN 'NaN' ELSE 'Infinity' END::float8 WHERE id < 3",
            failing: 1,
            samples: ["id=1"]),
        Case(
            "NaN does not pass the negation of a bound", .satisfies(r.price.atMost(0).negated, named: "positive", "R"),
            fault: "UPDATE market.readings SET price = 'NaN' WHERE id = 1", failing: 1, samples: ["id=1"]),
        Case(
            "pattern that ignores case", .format(r.mail, "^PERSON[0-9]+@", ignoringCase: true, "M"),
            fault:
                "UPDATE market.readings SET mail = CASE id WHEN 1 THEN 'Person1@x' WHEN 2 THEN E'person2\\n@x' ELSE 'x' END WHERE id < 4",
            failing: 2, samples: ["id=2", "id=3"]),
        Case(
            "length", .length(of: r.mail, in: 5...30, "M"),
            fault: "UPDATE market.readings SET mail = CASE id WHEN 1 THEN 'äöü' WHEN 2 THEN repeat('x', 31) END WHERE id < 4",
            failing: 2,
            samples: ["id=1", "id=2"], figures: ["rows with NULL, which pass: 1"]),
        Case(
            "nothing from the future", .notInFuture(r.at, "A"),
            fault:
                "UPDATE market.readings SET at = CASE id WHEN 1 THEN now() + interval '1 hour' WHEN 2 THEN 'infinity' END WHERE id < 4",
            failing: 2, samples: ["id=1", "id=2"], figures: ["rows with NULL, which pass: 1"]),
        Case(
            "no local time from the future", .notInFuture(r.local, in: "Asia/Tokyo", "A").where(r.id.atMost(3)),
            fault: "UPDATE market.readings SET local = (now() AT TIME ZONE 'Asia/Tokyo') + interval '1 hour' WHERE id IN (3, 4)",
            failing: 1, examined: 3, samples: ["id=3"]),
        Case(
            "unique, NULLs equal", .unique([r.number], nulls: .equal, "N"),
            fault: "UPDATE market.readings SET number = NULL WHERE id > 17; UPDATE market.readings SET number = 1 WHERE id = 2",
            failing: 3, samples: ["id=19", "id=2", "id=20"], figures: ["groups of equal rows: 2", "rows in these groups: 5"]),
        Case(
            "unique, in a scope", .unique([r.number], "N").where(r.tenant.in("t0")).threshold(.fraction(0.19)),
            fault:
                "UPDATE market.readings SET number = 2 WHERE id IN (4, 6); UPDATE market.readings SET number = NULL WHERE id = 8",
            failing: 2, examined: 10, samples: ["id=4", "id=6"],
            figures: ["groups of equal rows: 1", "rows in these groups: 3", "rows with NULL, which pass: 1"]),
        Case(
            "references, of two columns", .references([r.id, r.tenant], [l.reading, l.tenant], "R"),
            fault: """
                UPDATE market.readings SET tenant = 'x' WHERE id = 4; UPDATE market.readings SET tenant = NULL WHERE id = 5;
                INSERT INTO market.lines VALUES (99, NULL, NULL, 0)
                """, failing: 1, samples: ["id=4"], figures: ["rows with NULL, which pass: 1"]),
        Case(
            "freshness in a scope", .freshness(r.at, within: .seconds(5 * 3600), "F").where(r.tenant.in("t1")),
            fault: "DELETE FROM market.readings WHERE tenant = 't1' AND id > 15", failing: 1, examined: nil,
            samples: ["newest=***, problem=# old"]),
        Case(
            "freshness: the future is a finding of its own, and not the newest",
            .freshness(r.at, within: .seconds(2 * 3600), "F"),
            fault: "UPDATE market.readings SET at = now() + interval '1 day' WHERE id > 17", failing: 2, examined: nil,
            samples: ["newest=***, problem=# old", "newest=***, problem=3 in the future"]),
        Case(
            "freshness: infinity is the future", .freshness(r.at, within: .seconds(2 * 3600), "F"),
            fault: "UPDATE market.readings SET at = 'infinity' WHERE id = 1", failing: 1, examined: nil,
            samples: ["newest=***, problem=1 in the future"]),
        Case(
            "freshness: a beginning of time is not fresh", .freshness(r.at, within: .seconds(2 * 3600), "F"),
            fault: "UPDATE market.readings SET at = '-infinity'", failing: 1, examined: nil,
            samples: ["newest=***, problem=# old"]),
        Case(
            "row count in a scope", .rowCount(atLeast: 10, "C").where(r.tenant.in("t1")),
            fault: "DELETE FROM market.readings WHERE id = 1", failing: 1, examined: nil, samples: ["rows=9"]),
        Case(
            "mean", .statistic(.mean, of: r.number, atLeast: 10, atMost: 11, "M"),
            fault: "UPDATE market.readings SET number = number * 2", failing: 1, examined: nil,
            samples: ["mean=***, problem=is above 11"]),
        Case(
            "NaN makes a sum NaN", .statistic(.sum, of: r.ratio, atLeast: 0, "S"),
            fault: "UPDATE market.readings SET ratio = 'NaN' WHERE id = 1", failing: 1, examined: nil,
            samples: ["sum=***, problem=is not a number"]),
        Case(
            "quantile", .statistic(.quantile(0.9), of: r.number, atMost: 18.2, "Q"),
            fault: "UPDATE market.readings SET number = 100 WHERE id > 17", failing: 1, examined: nil,
            samples: ["quantile_0_9=***, problem=is above 18.2"]),
        Case(
            "standard deviation", .statistic(.standardDeviation, of: r.number, atLeast: 5, "D"),
            fault: "UPDATE market.readings SET number = 7", failing: 1, examined: nil,
            samples: ["standard_deviation=***, problem=is below 5"]),
        Case(
            "a statistic of nothing", .statistic(.minimum, of: r.number, atLeast: 0, "D"),
            fault: "UPDATE market.readings SET number = NULL", failing: 1, examined: nil,
            samples: ["minimum=***, problem=has no value"]),
        Case(
            "distinct count", .distinctCount(of: r.tenant, atLeast: 2, atMost: 2, "D"),
            fault: "UPDATE market.readings SET tenant = 't9' WHERE id = 1", failing: 1, examined: nil,
            samples: ["distinct_count=3, problem=is above 2"]),
        Case(
            "totals", .totals(r.price, of: [r.id], equalSumOf: l.amount, by: [l.reading], "T"),
            fault: """
                UPDATE market.lines SET amount = amount + 0.01 WHERE id = 1; DELETE FROM market.lines WHERE reading = 2;
                UPDATE market.readings SET price = NULL WHERE id = 3; UPDATE market.readings SET price = 'NaN' WHERE id = 4;
                UPDATE market.lines SET amount = 'NaN' WHERE reading = 4
                """, failing: 4, samples: ["id=1", "id=2", "id=3", "id=4"]),
        Case(
            "totals within a tolerance",
            .totals(r.price, of: [r.id], equalSumOf: l.amount, by: [l.reading], tolerance: 0.01, "T"),
            fault:
                "UPDATE market.lines SET amount = amount + 0.01 WHERE id = 1; UPDATE market.lines SET amount = amount - 0.02 WHERE id = 3",
            failing: 1, samples: ["id=2"]),
        Case(
            "overlaps", .noOverlap(from: r.at, to: r.until, by: [r.tenant], "O"),
            // 1 swallows 3 and 5 of its tenant; 2 is of the other. 19 is open, and nothing of its tenant follows.
            fault: """
                UPDATE market.readings SET until = at + interval '4 hours 30 minutes' WHERE id = 1;
                UPDATE market.readings SET until = NULL WHERE id = 19; UPDATE market.readings SET at = NULL WHERE id = 8
                """, failing: 2, samples: ["id=3", "id=5"], figures: ["rows with NULL, which pass: 1"]),
        Case(
            "overlaps: an open range overlaps all that follow", .noOverlap(from: r.at, to: r.until, "O"),
            fault: "UPDATE market.readings SET until = NULL WHERE id = 15", failing: 5,
            samples: (16...20).map { "id=\($0)" }),
        Case(
            "gaps in numbers", .noGaps(in: r.number, "G"),
            fault: "DELETE FROM market.readings WHERE id IN (3, 4, 10); UPDATE market.readings SET number = NULL WHERE id = 20",
            failing: 2, examined: nil, samples: ["id=2", "id=9"], figures: ["missing numbers: 3"]),
        Case(
            "gaps in time", .noGaps(in: r.at, longerThan: .seconds(7200), by: [r.tenant], "G"),
            fault:
                "DELETE FROM market.readings WHERE id = 5; INSERT INTO market.readings (id, tenant, at) VALUES (90, 't1', '-infinity')",
            failing: 1, examined: nil, samples: ["id=3"]),
        Case(
            "monotony", .increasing(r.ratio, orderedBy: [r.at], by: [r.tenant], "I"),
            // 11 is compared with 7, and 7 after another NaN with 3.
            fault:
                "UPDATE market.readings SET ratio = 0 WHERE id = 11; UPDATE market.readings SET ratio = 'NaN' WHERE id IN (5, 9)",
            failing: 3, samples: ["id=11", "id=5", "id=9"]),
        Case(
            "strict monotony", .increasing(r.number, orderedBy: [r.day], strictly: true, "I"),
            fault: "UPDATE market.readings SET number = 6 WHERE id = 7; UPDATE market.readings SET number = NULL WHERE id = 9",
            failing: 1,
            samples: ["id=7"], figures: ["rows with NULL, which pass: 1"]),
        Case(
            "elements", .elements(of: r.tags, oneOf: ["a", "b", "it's"], "E"),
            fault: """
                UPDATE market.readings SET tags = CASE id WHEN 1 THEN ARRAY['a', 'c'] WHEN 2 THEN ARRAY['a', NULL]
                  WHEN 3 THEN '{}' WHEN 4 THEN ARRAY['it''s'] END WHERE id < 6
                """, failing: 2, samples: ["id=1", "id=2"], figures: ["rows with NULL, which pass: 1"]),
        Case(
            "form of elements", .elements(of: r.tags, match: "^[A-Z]$", ignoringCase: true, "E"),
            fault: "UPDATE market.readings SET tags = ARRAY['a', 'bc'] WHERE id = 1", failing: 1, samples: ["id=1"]),
        Case(
            "number of elements", .elementCount(of: r.tags, in: 1...2, "E"),
            fault: "UPDATE market.readings SET tags = CASE id WHEN 1 THEN '{}' ELSE ARRAY['a', 'b', 'c'] END WHERE id < 3",
            failing: 2,
            samples: ["id=1", "id=2"]),
        Case(
            "each tenant, worst first", .notNull(r.mail, "M").each(by: [r.tenant]).threshold(.rows(1)),
            fault: """
                UPDATE market.readings SET mail = NULL WHERE id IN (1, 3, 5, 2, 4); UPDATE market.readings SET tenant = 't2' WHERE id = 20;
                UPDATE market.readings SET mail = NULL WHERE id = 20
                """, failing: 2, examined: 3,
            samples: ["tenant=t1, failing=3, rows=10", "tenant=t0, failing=2, rows=9"]),
        Case(
            "a share of each tenant",
            .between(r.number, 0...100, onNull: .fails, "M").each(by: [r.tenant]).threshold(.fraction(0.2)),
            fault: "UPDATE market.readings SET number = NULL WHERE id IN (1, 3, 2, 4, 6)", failing: 1, examined: 2,
            samples: ["tenant=t0, failing=3, rows=10"]),
        Case(
            "volume of each tenant", .rowCount(atLeast: 10, "C").each(by: [r.tenant]).where(r.id.atLeast(1)),
            fault: "DELETE FROM market.readings WHERE id IN (2, 4)", failing: 1, examined: 2, samples: ["tenant=t0, rows=8"]),
        Case(
            "mean of each tenant", .statistic(.mean, of: r.number, atMost: 15, "C").each(by: [r.tenant]),
            fault: "UPDATE market.readings SET number = 20 WHERE tenant = 't0'", failing: 1, examined: 2,
            samples: ["tenant=t0, mean=***, problem=is above 15, rows=10"]),
    ]

    @Test(arguments: cases)
    func countsExactly(_ rule: Case) async throws {
        try await Market.open { live in
            let clean = try #require(try await live.run(rule.check).first)
            #expect(clean.outcome == .passed && clean.failingRows == 0, "\(clean.outcome)")
            try await live.connection.run(script: rule.fault)
            let result = try #require(try await live.run(rule.check).first)
            #expect(result.outcome == .failed, "\(result.outcome)")
            #expect(result.failingRows == rule.failing)
            #expect(result.rowsExamined == rule.examined)
            let samples = result.samples.map { $0.description.replacing(/problem=.* old$/, with: "problem=# old") }
            if result.counted == .groups {
                #expect(samples == rule.samples)
            } else {
                #expect(samples.sorted() == rule.samples)
            }
            #expect(result.figures.map(\.description) == rule.figures)
        }
    }

    @Test(arguments: cases)
    func theFileFindsTheSameRows(_ rule: Case) async throws {
        try await Market.open { live in
            try await live.connection.run(script: rule.fault)
            let check = try #require(try Market.suite([rule.check]).compiled().first)
            #expect(try await live.connection.query(check.fileText).count == rule.failing)
        }
    }

    @Test func freshnessOfEachTenantHasThoseWithoutATimeFirst() async throws {
        try await Market.open { live in
            try await live.connection.run(
                script: """
                    UPDATE market.readings SET at = at - interval '10 days' WHERE tenant = 't0';
                    INSERT INTO market.readings (id, tenant, at) VALUES (90, 'ahead', now() + interval '1 day'), (91, 'none', NULL)
                    """)
            let check = DataCheck.freshness(Self.r.at, within: .seconds(86_400), "F").each(by: [Self.r.tenant])
            let result = try #require(try await live.run(check).first)
            #expect(result.failingRows == 3 && result.rowsExamined == 4)
            #expect(result.samples.map { $0.values[0] } == ["ahead", "none", "t0"])
            #expect(result.samples.map { $0.values[3] } == ["1", "0", "0"])
        }
    }

    /// A date is compared with the day, a local time in the zone that is named, whatever the zones of server and session are.
    @Test func freshnessKnowsDaysAndZones() async throws {
        try await Market.open { live in
            try await live.connection.run(
                script: """
                    UPDATE market.readings SET day = (now() AT TIME ZONE 'UTC')::date - 3;
                    UPDATE market.readings SET local = (now() AT TIME ZONE 'America/Denver') - interval '10 minutes';
                    ALTER DATABASE \(live.settings.database ?? "") SET timezone = 'Asia/Tokyo'
                    """)
            let results = try await live.run(
                .freshness(Self.r.day, within: .seconds(3 * 86_400), "D").named("a"),
                .freshness(Self.r.day, within: .seconds(2 * 86_400), "D").named("b"),
                .freshness(Self.r.local, within: .seconds(3600), in: "America/Denver", "L").named("c"),
                .freshness(Self.r.local, within: .seconds(300), in: "America/Denver", "L").named("d"),
                .freshness(Self.r.local, within: .seconds(3600), "L").named("e"))
            #expect(results.map(\.failingRows) == [0, 1, 0, 1, 1])
            #expect(results[1].samples.map { $0.values[1] } == ["3 days old"])
            #expect(results[4].note == "local has no time zone; its values are read as UTC")
        }
        let halfDays = Market.suite([.freshness(Self.r.day, within: .seconds(3600), "D")])
        #expect(throws: CheckError.self) { try halfDays.compiled() }
    }

    @Test func twoLevelsWarnAndFail() async throws {
        try await Market.open { live in
            let check = DataCheck.nullShare(of: Self.r.mail, atMost: 0.2, warning: 0.1, "Mail is mostly there")
            var found: [String] = []
            for nulls in [2, 3, 4, 5] {
                try await live.connection.run(script: "UPDATE market.readings SET mail = CASE WHEN id > \(nulls) THEN 'x' END")
                let result = try #require(try await live.run(check).first)
                found.append("\(result.outcome.word) \(result.severity.rawValue) \(result.threshold) \(Verdict(of: [result]))")
            }
            #expect(
                found == [
                    "passed error 20% passed", "failed warning 10% passed", "failed warning 10% passed",
                    "failed error 20% failed",
                ])
        }
    }

    @Test func growthIsMeasuredAgainstTheMedianOfEarlierRuns() async throws {
        try await Market.open { live in
            let check = DataCheck.growth(atLeast: 0.9, atMost: 1.5, over: 3, "Rows grow evenly")
            let id = try #require(try Market.suite([check]).compiled().first?.id)
            let past = { (counts: [Int]) in
                counts.enumerated().map { day, rows in
                    PastResult(
                        runID: UUID(), started: Date(timeIntervalSince1970: Double(day) * 86_400), database: "market", check: id,
                        outcome: "passed", failingRows: 0, rowsExamined: rows)
                }
            }
            let first = try #require(try await live.run(check).first)
            #expect(first.outcome.word == "skipped" && first.rowsExamined == 20)
            var found: [String] = []
            // Of the last three runs; the oldest does not count.
            for counts in [[1000, 19, 22, 20], [22, 23, 40], [13, 13, 13], [20]] {
                let result = try #require(try await live.run(check, past: past(counts)).first)
                found.append(result.samples.first?.description ?? result.outcome.word)
            }
            #expect(
                found == [
                    "passed", "rows=20, before=23, problem=fewer than 0.9 times as many",
                    "rows=20, before=13, problem=more than 1.5 times as many", "passed",
                ])
        }
    }

    @Test func knownFailuresAreAcceptedByKeyUntilADay() async throws {
        try await Market.open { live in
            try await live.connection.run(
                script:
                    "UPDATE market.readings SET number = 5 WHERE id IN (6, 7, 8); UPDATE market.readings SET mail = NULL WHERE id IN (1, 2)"
            )
            let future = LocalDate(2999, 1, 1)
            let known = [
                KnownFailure(key: ["6"], until: future, "Known"), KnownFailure(key: ["7"], until: LocalDate(2020, 1, 1), "Over"),
                KnownFailure(key: ["19"], until: future, "Repaired"),
            ]
            let all = [KnownFailure(key: ["1"], until: future, "Known"), KnownFailure(key: ["2"], until: future, "Known")]
            let results = try await live.run(
                .unique([Self.r.number], "N").accepting(known), .notNull(Self.r.mail, "M").accepting(all))
            #expect(results[0].outcome == .failed && results[0].failingRows == 2)
            #expect(results[0].samples.map(\.description).sorted() == ["id=7", "id=8"])
            #expect(
                results[0].figures.map(\.description) == [
                    "groups of equal rows: 1", "rows in these groups: 4", "known failures, accepted: 1",
                    "known failures that no longer fail: remove id=19: 1", "known failures that have expired: id=7: 1",
                ])
            #expect(results[1].outcome == .passed && results[1].failingRows == 0)
            #expect(results[1].figures.map(\.description) == ["known failures, accepted: 2"])
            // As reports show the number, and as somebody writes it.
            let amount = DataCheck.question(
                "SELECT 1.50::numeric AS amount UNION ALL SELECT 2 UNION ALL SELECT NULL", named: "amount", key: ["amount"], "A")
            let numbers = ["1.5", "2.00", nil].map { KnownFailure(key: [$0], until: future, "Known") }
            #expect(try await live.run(amount.accepting(numbers)).map(\.outcome) == [.passed])
        }
    }
}
