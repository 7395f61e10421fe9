import Checks
import Foundation
import PlumblineTesting
import PostgresClient
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

    @Test func runsAreKeptOnceAndReadBackBesideToday() async throws {
        try await Shop.open { live in
            let history = CheckHistory(live.connection)
            try await history.prepare()
            try await history.prepare()
            let run = UUID()
            try await history.record(report(-2, failing: 5))
            try await history.record(report(-1, failing: 99, run: run))
            try await history.record(report(-1, failing: 8, run: run))
            let today = report(0, failing: 3)
            try await history.record(today)

            let count = try await live.connection.query("SELECT count(*) FROM plumbline.check_history").one()
            #expect(try count.decode(0, as: Int.self) == 6)
            let trends = try await history.trends(before: today)
            #expect(trends.comparedWith == report(-1, failing: 0).started)
            #expect(trends.line(today.results[0]).map(\.failingRows) == [5, 8])
            #expect(trends.compared(today.results[0])?.failingRows == 8)
            #expect(trends.compared(today.results[1])?.outcome == "skipped")
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
