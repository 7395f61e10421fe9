import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite struct HistoryTests {
    private func report(_ day: Double, failing: Int, run: UUID = UUID()) -> CheckReport {
        let started = Sample.started.addingTimeInterval(day * 86_400)
        return CheckReport(
            runID: run, started: started, finished: started.addingTimeInterval(2),
            databases: [CheckedDatabase(name: "supabase", serverVersion: "17.2", role: "reader")],
            results: [
                Sample.result("a", "It's \"A\"", kind: .quality, outcome: .failed, of: 100, failing: failing),
                Sample.result("b", "B", kind: .quality, outcome: .skipped(reason: "table x is not there")),
            ])
    }

    private let rows = DataMeasurement.Series(database: "supabase", kind: .rows, subject: "shop.orders")

    private func measured(_ value: Double?) -> [DataMeasurement] {
        [DataMeasurement(series: rows, title: "Rows", unit: .count, value: value)]
    }

    /// The operations of every history, wherever it is stored.
    private func expectToKeep(_ history: any CheckHistoryStore) async throws {
        try await history.prepare()
        try await history.prepare()
        let run = UUID()
        try await history.record(report(-2, failing: 5), measured(90))
        try await history.record(report(-1, failing: 99, run: run), measured(nil))
        try await history.record(report(-1, failing: 8, run: run), measured(100.5))
        let today = report(0, failing: 3)
        try await history.record(today)

        let trends = try await history.trends(before: today)
        #expect(trends.runs.map(\.bad) == [1, 1] && trends.runs.map(\.checks) == [2, 2])
        #expect(trends.comparedWith == report(-1, failing: 0).started)
        #expect(trends.line(today.results[0]).map(\.failingRows) == [5, 8])
        #expect(trends.compared(today.results[0])?.failingRows == 8)
        #expect(trends.compared(today.results[1])?.outcome == "skipped")
        #expect(trends.line(rows).map(\.value) == [90, 100.5])
        #expect(try await history.trends(before: today, runs: 1).line(today.results[0]).map(\.failingRows) == [8])

        try await history.forget(before: today.started.addingTimeInterval(-1.5 * 86_400))
        #expect(try await history.trends(before: today).line(today.results[0]).map(\.failingRows) == [8])
    }

    @Test func runsAreKeptOnceAndReadBackBesideToday() async throws {
        try await Shop.open { live in
            try await expectToKeep(CheckHistory(live.connection))
            let count = try await live.connection.query("SELECT count(*) FROM plumbline.check_history").one()
            #expect(try count.decode(0, as: Int.self) == 4)
        }
    }

    private func inFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(component: "history-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    @Test func aFileKeepsWhatADatabaseKeeps() async throws {
        try await inFolder { try await expectToKeep(CheckHistoryFile($0.appending(components: "new", "history.sqlite"))) }
    }

    @Test func aFileThatIsAnotherThingIsNamedAndLeftAlone() async throws {
        try await inFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = folder.appending(component: "history.sqlite")
            let text = Data("My notes. ".utf8) + Data(repeating: 65, count: 4096)
            try text.write(to: file)
            let error = await #expect(throws: CheckError.self) { try await CheckHistoryFile(file).prepare() }
            #expect(error?.code == .history && error?.message.contains("not a database") == true, "\(error?.message ?? "")")
            #expect(try Data(contentsOf: file) == text)
            let blocked = CheckHistoryFile(file.appending(components: "below", "history.sqlite"))
            await #expect(throws: CheckError.self) { try await blocked.prepare() }
        }
    }

    @Test func twoRunsMayKeepTheirResultsInOneFileAtOnce() async throws {
        try await inFolder { folder in
            let history = CheckHistoryFile(folder.appending(component: "history.sqlite"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for day in 1...4 {
                    let report = report(-Double(day), failing: day)
                    group.addTask {
                        try await history.prepare()
                        try await history.record(report, [])
                    }
                }
                try await group.waitForAll()
            }
            let today = report(0, failing: 0)
            #expect(try await history.trends(before: today).line(today.results[0]).map(\.failingRows) == [4, 3, 2, 1])
        }
    }

    @Test func tablesAreMeasuredExactly() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                UPDATE shop.customers SET email = NULL WHERE id <= 5;
                UPDATE shop.orders SET synced_at = now() - interval '3 hours';
                """)
            let checks =
                try Shop.customers(.notNull(Shop.customers.email, "Customers have an address")).compiled()
                + Shop.orders(.freshness(Shop.orders.syncedAt, within: .seconds(60), "Orders are synced")).compiled()
            let measured = try await DataMeasurer(live.settings, options: Shop.options).measure(checks, database: "shop")
            #expect(measured.problems.isEmpty)
            func value(_ kind: DataMeasurement.Kind, _ table: String, _ name: String = "") -> Double? {
                measured.values.first { $0.series == .init(database: "shop", kind: kind, subject: table, name: name) }?.value
            }
            #expect(value(.rows, "shop.customers") == 20 && value(.nullShare, "shop.customers", "email") == 0.25)
            let age = try #require(value(.age, "shop.orders", "synced_at"))
            #expect(age >= 3 * 3600)
        }
    }

    @Test func anEarlierRunOfTheSameDayIsNotYesterday() {
        let today = report(0, failing: 3)
        let past = [-0.01, -1.0].map { day in
            PastResult(
                runID: UUID(), started: today.started.addingTimeInterval(day * 86_400), database: "supabase", check: "a",
                outcome: "failed", failingRows: day == -1 ? 8 : 4, rowsExamined: 100)
        }
        let trends = CheckTrends(past, before: today.started)
        #expect(trends.compared(today.results[0])?.failingRows == 8)
        #expect(CheckTrends([past[0]], before: today.started).compared(today.results[0])?.failingRows == 4)
    }

    @Test func twoSessionsMayPrepareAtOnce() async throws {
        try await Shop.open { live in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let connection = try await PostgresConnection.connect(live.settings)
                        try await CheckHistory(connection).prepare()
                        await connection.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
