import Foundation
import PostgresClient
import Reports
import SchemaDSL
import SchemaModel
import Testing

@testable import Checks

@Suite("Anomalies against the check's own history")
struct AnomalyTests {
    private static let start = Date(timeIntervalSince1970: 1_767_225_600)

    private static func series(_ name: String, _ kind: DataMeasurement.Kind = .mean) -> DataMeasurement.Series {
        DataMeasurement.Series(database: "d", kind: kind, subject: "s.t", name: name)
    }

    /// A day for each value.
    private static func days(_ series: DataMeasurement.Series, _ values: [Double?]) -> [PastMeasurement] {
        values.enumerated().map { day, value in
            PastMeasurement(started: start.addingTimeInterval(Double(day) * 86_400), series: series, value: value)
        }
    }

    /// Numbers that look random and are the same each time.
    private static func noise(_ seed: Int, _ count: Int) -> [Double] {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        return (0..<count).map { _ in (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }
    }

    private static func suite(_ count: Int, days: Int, _ change: (Int, Int) -> Double = { _, _ in 0 }) -> [PastMeasurement] {
        (0..<count).flatMap { number in
            Self.days(
                series("c\(number)"),
                noise(number + 1, days).enumerated().map { 100 + $1 + change(number, $0) })
        }
    }

    private static func watched(_ count: Int) -> Set<DataMeasurement.Series> { Set((0..<count).map { series("c\($0)") }) }

    @Test(
        "raises no alarm before there is enough history for the budget",
        arguments: [(1.0, 30.0, 29), (1.0, 7.0, 6), (2.0, 30.0, 14)])
    func enough(falseAlarms: Double, days: Double, needed: Int) {
        let past = Self.suite(5, days: 70) { _, day in day.isMultiple(of: 5) ? 50 : 0 }
        let detector = AnomalyDetector(past, watching: Self.watched(5), AnomalyPolicy(falseAlarms: falseAlarms, days: days))
        #expect(detector.neededRuns == needed)
        for (day, verdict) in detector.replay().enumerated() where !verdict.judged.isEmpty {
            #expect(day >= needed + SeriesScores.fewest && verdict.comparedRuns >= needed)
        }
    }

    @Test("the runs with an alarm stay within the budget of all series together", arguments: [1, 20])
    func budget(count: Int) {
        let detector = AnomalyDetector(Self.suite(count, days: 400), watching: Self.watched(count), AnomalyPolicy())
        let judged = detector.replay().filter { !$0.judged.isEmpty }
        #expect(judged.count > 340)
        // 12 are expected of so many days; 22 or more would come once in two hundred times.
        #expect(judged.count { !$0.alarms.isEmpty } < 22)
    }

    @Test("finds the planted fault, in its series only")
    func planted() throws {
        let past = Self.suite(20, days: 120) { number, day in number == 7 && day == 119 ? 12 : 0 }
        let verdict = try #require(AnomalyDetector(past, watching: Self.watched(20), AnomalyPolicy()).newest())
        #expect(verdict.alarms.map(\.series.name) == ["c7"])
        #expect(verdict.alarms.allSatisfy { $0.p <= 1.0 / 30 })
        let clean = AnomalyDetector(Self.suite(20, days: 120), watching: Self.watched(20), AnomalyPolicy())
        #expect(clean.newest()?.alarms == [])
    }

    @Test("learns weekdays, and does not take a Sunday for a fault")
    func weekdays() throws {
        let rows = (0..<140).map { day -> Double in (day % 7 == 3 ? 100 : 1000) + Self.noise(3, 140)[day] * 5 }
        let loaded = Self.series("", .rows)
        let verdicts = AnomalyDetector(Self.days(loaded, rows), watching: [loaded], AnomalyPolicy()).replay().suffix(40)
        #expect(verdicts.count { !$0.alarms.isEmpty } <= 2)
        // As few rows as on a Sunday, on the day before.
        var faulty = rows
        faulty[135 + (3 - 135 % 7 + 7) % 7 - 1] = 100
        let end = 135 + (3 - 135 % 7 + 7) % 7 - 1
        let newest = AnomalyDetector(Self.days(loaded, Array(faulty[...end])), watching: [loaded], AnomalyPolicy()).newest()
        #expect(try #require(newest).alarms.count == 1)
    }

    @Test("a growing table without new rows is found, however many rows it has")
    func growth() throws {
        var total = 5_000_000.0
        var rows: [Double] = []
        for step in Self.noise(5, 100) {
            total += (1000 + step * 60).rounded()
            rows.append(total)
        }
        let series = Self.series("", .rows)
        #expect(AnomalyDetector(Self.days(series, rows), watching: [series], AnomalyPolicy()).newest()?.alarms == [])
        let stuck = AnomalyDetector(Self.days(series, rows + [total]), watching: [series], AnomalyPolicy()).newest()
        let alarm = try #require(stuck?.alarms.first)
        #expect(alarm.value == total && abs(alarm.expected - total - 1000) < 200)
    }

    @Test("a holiday may be as a Sunday")
    func holidays() {
        func alarms(_ holidays: Set<AnomalyPolicy.Holiday>) -> Int {
            let count = 134
            let rows = (0..<count).map { day -> Double in
                // The first day is a Thursday; the last is a Wednesday.
                (day % 7 == 3 || day == count - 1 ? 100 : 1000) + Self.noise(9, count)[day] * 5
            }
            let series = Self.series("", .rows)
            return AnomalyDetector(Self.days(series, rows), watching: [series], AnomalyPolicy(holidays: holidays)).newest()?
                .alarms.count ?? -1
        }
        #expect(alarms([]) == 1)
        #expect(alarms([.init(month: 5, day: 14)]) == 0)
    }

    @Test("a series that began later waits, and does not keep the others from being judged")
    func late() throws {
        let late = Self.days(Self.series("late"), Array(repeating: nil, count: 90) + Self.noise(30, 30))
        let past = Self.suite(3, days: 120) + late
        let verdict = try #require(
            AnomalyDetector(past, watching: Self.watched(3).union([Self.series("late")]), AnomalyPolicy()).newest())
        #expect(verdict.judged == Self.watched(3))
    }

    private static let rule: DataCheck = .anomalies(
        in: [
            .volume, .nullShare(of: Market.readings.mail), .freshness(of: Market.readings.at), .mean(of: Market.readings.price),
            .distribution(of: Market.readings.number),
        ], "Readings come as usual")

    /// Sixty nights on which the market was as it is.
    private func past(_ result: CheckResult) -> [PastMeasurement] {
        let noise = Self.noise(11, 60)
        let now = Date.now
        return (1...60).flatMap { night in
            result.measurements.map { measurement in
                PastMeasurement(
                    started: now.addingTimeInterval(-Double(night) * 86_400), series: measurement.series,
                    value: measurement.value.map { $0 * (1 + noise[night - 1] * 0.01) })
            }
        }
    }

    private func run(_ live: Market.Live, _ past: [PastMeasurement]) async throws -> CheckResult {
        let runner = CheckRunner(live.settings, options: CheckOptions(allowsSuperuser: true), measured: past)
        return try await runner.run(try Market.suite([Self.rule]).compiled(), database: "market").results[0]
    }

    @Test("a check on anomalies is skipped without history, passes with it, and names the number that is off")
    func check() async throws {
        try await Market.open { live in
            let first = try await run(live, [])
            #expect(first.outcome.word == "skipped" && first.outcome.explanation?.contains("needs 29") == true)
            #expect(first.measurements.count == 4 + 9 && first.rowsExamined == 20)
            #expect(first.measurements.first { $0.series.kind == .mean }?.value == 10.5)
            #expect(first.measurements.first { $0.series.name == "number" && $0.series.share == 0.5 }?.value == 10)

            let history = past(first)
            let usual = try await run(live, history)
            #expect(usual.outcome == .passed && usual.severity == .warning, "\(usual.samples)")

            try await live.connection.query("UPDATE market.readings SET mail = NULL WHERE id <= 10")
            let nulls = try await run(live, history)
            #expect(nulls.outcome == .failed && nulls.failingRows == 1)
            #expect(nulls.samples.first?.values.prefix(2) == ["share of NULL in mail", "50.0%"])
            let report = CheckReport(runID: UUID(), started: .now, finished: .now, databases: [], results: [nulls])
            for text in [TextReport.render(report), TAPReport.render(report), GitHubReport.render(report)] {
                #expect(text.contains("Readings come as usual") && !text.contains("psql"), "\(text)")
            }

            try await live.connection.query(
                "UPDATE market.readings SET mail = 'x', price = price * 3, number = number * 4, at = at - interval '2 days'")
            try await live.connection.query("INSERT INTO market.readings SELECT n + 100 FROM generate_series(1, 40) AS n")
            let all = try await run(live, history)
            let names = all.samples.map { $0.values[0] }.sorted()
            #expect(names == ["age of at", "distribution of number", "mean of price", "rows", "share of NULL in mail"])
            // A mean is made of values of a column that is not unmasked.
            #expect(all.samples.first { $0.values[0] == "mean of price" }?.values == ["mean of price", "***", "less than now"])
        }
    }

    @Test("the numbers of a run come back from both histories")
    func stores() async throws {
        try await Market.open { live in
            let compiled = try Market.suite([Self.rule]).compiled()
            let report = try await CheckRunner(live.settings, options: CheckOptions(allowsSuperuser: true))
                .run(compiled, database: "market")
            let measured = report.results[0].measurements
            let file = FileManager.default.temporaryDirectory.appending(component: "history-\(UUID().uuidString).sqlite")
            defer { try? FileManager.default.removeItem(at: file) }
            for store in [CheckHistoryFile(file), CheckHistory(live.connection)] as [any CheckHistoryStore] {
                #expect(try await store.measurements(before: .now, except: nil, runs: 10) == [])
                try await store.prepare()
                try await store.record(report, measured)
                let back = try await store.measurements(before: .now, except: nil, runs: 10)
                #expect(Set(back.map(\.series)) == Set(measured.map(\.series)))
                #expect(back.first { $0.series.kind == .nullShare }?.value == 0)
                #expect(try await store.measurements(before: .now, except: report.runID, runs: 10) == [])
            }
        }
    }

    @Test("a column's name can look like a stored quantile")
    func storedName() {
        let series = DataMeasurement.Series(database: "d", kind: .quantile, subject: "s.t", name: "rate/0.5", share: 0.9)
        #expect(series.storedName == "rate/0.5/0.9" && series.whole.name == "rate/0.5" && series.whole.share == nil)
        #expect(DataMeasurement.Series(database: "d", kind: .quantile, subject: "s.t", storedName: series.storedName) == series)
        let mean = DataMeasurement.Series(database: "d", kind: .mean, subject: "s.t", name: "rate/0.5")
        #expect(DataMeasurement.Series(database: "d", kind: .mean, subject: "s.t", storedName: mean.storedName) == mean)
        #expect(DataMeasurement.Series(database: "d", kind: .quantile, subject: "s.t", storedName: "rate") == nil)
    }

    @Test("a replay shows the alarms that would have been raised")
    func replay() {
        let past = Self.suite(4, days: 100) { number, day in number == 2 && day == 80 ? 40 : 0 }
        let replay = AnomalyReplay(past, watching: Self.watched(4), AnomalyPolicy())
        #expect(replay.runs == 100 && replay.judged > 40)
        let day = Self.start.addingTimeInterval(80 * 86_400)
        #expect(replay.alarms.first { $0.run == day }?.alarms.map(\.series.name) == ["c2"])
        let text = TextReport.render(replay)
        #expect(text.contains("mean of c2: more than expected") && text.contains("The budget is 1 in 30 days."))
    }

    @Test("a file of SQL can declare one, and says what is wrong with it")
    func file() throws {
        let text = """
            -- title: Readings come as usual
            -- table: market.readings
            -- anomalies: rows, age of at, nulls of mail, mean of price, distribution of number
            """
        let check = try CompiledCheck(handWritten: "readings.usual", database: "market", text: text)
        guard case .anomalies(let rule) = check.form else {
            Issue.record("\(check.form)")
            return
        }
        #expect(rule.numbers.map(\.kind) == [.rows, .age, .nullShare, .mean, .quantile])
        #expect(check.severity == .warning && check.requirements.count == 4)
        for (wrong, words) in [
            ("-- title: T\n-- table: a.b\n-- anomalies: rows, median of x", "anomalies is not a list"),
            ("-- title: T\n-- anomalies: rows", "anomalies are of a table"),
            ("-- title: T\n-- table: a.b\n-- anomalies: rows\nSELECT 1", "has no SQL of its own"),
            ("-- title: T\n-- table: a.b\n-- threshold: 5\n-- anomalies: rows", "takes neither threshold"),
        ] {
            #expect {
                try CompiledCheck(handWritten: "x", database: "d", text: wrong)
            } throws: {
                "\($0)".contains(words)
            }
        }
    }
}
