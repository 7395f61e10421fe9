import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import SchemaDSL
import SchemaModel
import Testing

/// Checks that read only new rows.
@Suite struct IncrementalTests {
    private static let r = Market.readings

    /// The nights of a project: each knows the marks that those before it kept.
    private final class Nights {
        let live: Market.Live
        var kept: [PastMeasurement] = []

        init(_ live: Market.Live) { self.live = live }

        func run(_ checks: [CompiledCheck], full: Bool = false) async throws -> [CheckResult] {
            let options = CheckOptions(samples: 100, readsAllRows: full, allowsSuperuser: true)
            let report = try await CheckRunner(live.settings, options: options, marks: kept).run(checks, database: "market")
            kept += report.results.flatMap(\.measurements).map {
                PastMeasurement(started: report.started, series: $0.series, value: $0.value)
            }
            return report.results
        }

        func run(_ check: DataCheck, full: Bool = false) async throws -> CheckResult {
            try #require(try await run(try Market.suite([check]).compiled(), full: full).first)
        }
    }

    @Test func onlyNewRowsAreReadOnceAllOldOnesWereClean() async throws {
        try await Market.open { live in
            let nights = Nights(live)
            let check = DataCheck.atLeast(Self.r.ratio, 0, "R").incremental(by: Self.r.at, overlap: .seconds(5400))
            let first = try await nights.run(check)
            #expect(first.outcome == .passed && first.rowsExamined == 20 && !first.isPartial && first.note == nil)
            // The mark is the newest row, an hour old, and one more is within the overlap.
            let second = try await nights.run(check)
            #expect(second.rowsExamined == 2 && second.isPartial)
            #expect(second.note == "rows that an earlier run has read were not read again; --full reads them")
            // An old row that fails later is not read; a new one is, a late one within the overlap, and one without a time.
            try await live.connection.run(
                script: """
                    UPDATE market.readings SET ratio = -1 WHERE id = 3;
                    INSERT INTO market.readings (id, at, ratio) VALUES (21, now(), -1), (22, now() - interval '2 hours', -1), (23, NULL, -1);
                    INSERT INTO market.readings (id, at, ratio) VALUES (24, 'infinity', 1), (25, now() + interval '1 year', 1);
                    """)
            let third = try await nights.run(check)
            #expect(third.failingRows == 3 && third.samples.map(\.description) == ["id=21", "id=22", "id=23"])
            // What fails is found again until it is fixed.
            #expect(try await nights.run(check).failingRows == 3)
            #expect(try await nights.run(check, full: true).failingRows == 4)
            // What was found among all rows is found again, wherever it is.
            #expect(try await nights.run(check).failingRows == 4)
            try await live.connection.run(script: "UPDATE market.readings SET ratio = 1")
            #expect(try await nights.run(check).rowsExamined == 25)
            // Rows of the future did not move the mark, so that rows of today are still read.
            #expect(try await nights.run(check).rowsExamined == 5)
        }
    }

    @Test func everythingIsReadAgainWhenTheRuleChangesOrTheDataGoesBack() async throws {
        try await Market.open { live in
            let nights = Nights(live)
            func check(_ least: Double) -> DataCheck { .atLeast(Self.r.ratio, least, "R").incremental(by: Self.r.id, overlap: 5) }
            _ = try await nights.run(check(0))
            let second = try await nights.run(check(0))
            #expect(second.rowsExamined == 6 && second.note == "rows with id before 15 were not read; --full reads them")
            #expect(try await nights.run(check(0.01)).rowsExamined == 20)
            try await live.connection.run(script: "DELETE FROM market.readings WHERE id > 10")
            let restored = try await nights.run(check(0))
            #expect(restored.rowsExamined == 10 && restored.note?.contains("is before that of the last run") == true)
        }
    }

    @Test func otherChecksOfTheTableStillReadAllRows() async throws {
        try await Market.open { live in
            try await live.connection.run(script: "ANALYZE market.readings")
            let nights = Nights(live)
            let checks = try Market.suite([
                .atLeast(Self.r.ratio, 0, "R").incremental(by: Self.r.id, overlap: 0),
                .notNull(Self.r.mail, "M").threshold(.fraction(0.5)), .rowCount(atLeast: 20, "C"),
                .unique([Self.r.number], "N").threshold(.fraction(0.5)),
            ]).compiled()
            _ = try await nights.run(checks)
            try await live.connection.run(
                script: "UPDATE market.readings SET mail = NULL, number = 1 WHERE id < 5")
            let results = try await nights.run(checks)
            #expect(results.map(\.rowsExamined) == [1, 20, nil, 20])
            #expect(results.map { $0.failingRows } == [0, 4, 0, 3])
            #expect(results[0].figures.map(\.description) == ["rows that were not read, about: 19"])
        }
    }

    @Test func queriesInFilesAreIncrementalToo() async throws {
        try await Market.open { live in
            let nights = Nights(live)
            func checks(_ columns: String) throws -> [CompiledCheck] {
                [
                    try CompiledCheck(
                        handWritten: "readings.ratio", database: "market",
                        text: """
                            -- title: Ratios are positive
                            -- table: market.readings
                            -- key: id
                            -- incremental: at, overlap 30 min
                            SELECT \(columns) FROM market.readings WHERE ratio < 0;
                            """)
                ]
            }
            #expect(try await nights.run(try checks("id, at")).first?.isPartial == false)
            try await live.connection.run(
                script: """
                    UPDATE market.readings SET ratio = -1 WHERE id = 3;
                    INSERT INTO market.readings (id, at, ratio) VALUES (21, now(), -1);
                    """)
            let second = try #require(try await nights.run(try checks("id, at")).first)
            #expect(second.failingRows == 1 && second.samples.map(\.description) == ["id=21"])
            #expect(second.note == "rows that an earlier run has read were not read again; --full reads them")
            #expect(second.rowsExamined == nil)
            // Without the column there is nothing to tell new rows by, and the message says so.
            nights.kept = nights.kept.map { mark in
                var mark = mark
                mark.series = (try? checks("id").first?.markSeries) ?? mark.series
                return mark
            }
            guard case .error(let message)? = try await nights.run(try checks("id")).first?.outcome else {
                Issue.record("a query without the column ran")
                return
            }
            #expect(message.contains("name as key and as incremental only columns that the query returns"))
        }
    }

    @Test func aRuleThatNewRowsDoNotDecideIsRefused() {
        let error = #expect(throws: CheckError.self) {
            try Market.suite([
                .unique([Self.r.number], "N").incremental(by: Self.r.id),
                .notNull(Self.r.mail, "M").incremental(by: Market.lines.id),
                .notNull(Self.r.mail, "M").named("overlap").incremental(by: Self.r.at, overlap: .seconds(-1)),
                .notNull(Self.r.mail, "M").named("each").each(by: [Self.r.tenant]).incremental(by: Self.r.id),
            ]).compiled()
        }
        let text = error?.message ?? ""
        #expect(text.contains("unique cannot use incremental(by:); new rows do not decide it alone; remove incremental(by:)"))
        #expect(text.contains("incremental(by:) names id, which is not a column of market.readings"))
        #expect(text.contains("an overlap is a time from zero on"))
        #expect(text.contains("each(by:) and incremental(by:) cannot be used together"))
    }

    @Test func aColumnWithoutAnOrderInTimeIsAnErrorOfItsCheck() async throws {
        try await Market.open { live in
            let check = try CompiledCheck(
                handWritten: "readings.mail", database: "market",
                text: "-- title: T\n-- table: market.readings\n-- incremental: mail\nSELECT mail FROM market.readings WHERE false"
            )
            let result = try #require(try await Nights(live).run([check]).first)
            guard case .error(let message) = result.outcome else {
                Issue.record("it ran")
                return
            }
            #expect(message.contains("mail of market.readings cannot tell new rows from old ones"))
        }
    }

    /// A mark is kept as a double, which has 53 bits.
    @Test func aMarkIsNeverAboveARowThatWasNotRead() async throws {
        try await Market.open { live in
            let nights = Nights(live)
            let check = DataCheck.atLeast(Self.r.ratio, 0, "R").incremental(by: Self.r.id)
            try await live.connection.run(
                script: "INSERT INTO market.readings (id, ratio) VALUES (9007199254740995, 1)")
            #expect(try await nights.run(check).outcome == .passed)
            try await live.connection.run(
                script: "INSERT INTO market.readings (id, ratio) VALUES (9007199254740996, -1)")
            let second = try await nights.run(check)
            #expect(second.isPartial && second.samples.map(\.description) == ["id=9007199254740996"])
        }
    }

    @Test func aMarkMayBeBeforeChrist() async throws {
        try await Market.open { live in
            let nights = Nights(live)
            let check = DataCheck.atLeast(Self.r.ratio, 0, "R").incremental(by: Self.r.at)
            try await live.connection.run(script: "UPDATE market.readings SET at = '0044-03-15 12:00 BC'")
            #expect(try await nights.run(check).outcome == .passed)
            try await live.connection.run(
                script: "INSERT INTO market.readings (id, at, ratio) VALUES (21, '0043-01-01 BC', -1)")
            let second = try await nights.run(check)
            #expect(second.isPartial && second.samples.map(\.description) == ["id=21"])
        }
    }
}
