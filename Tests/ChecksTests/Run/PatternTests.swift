@testable import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import Reports
import SchemaDSL
import Testing

/// A table with a time column that may be shown, and one that may not.
private final class Tickets: Table, Sendable {
    let id = Column("id", .bigint).primaryKey().unmasked()
    let status = Column("status", .text).unmasked()
    let channel = Column("channel", .text).unmasked()
    let plan = Column("plan", .text)
    let email = Column("email", .text)
    let score = Column("score", .integer)
    let openedAt = Column("opened_at", .timestamptz).notNull().unmasked()
    let closedAt = Column("closed_at", .timestamptz).unmasked()
    let seenAt = Column("seen_at", .timestamptz).notNull()
}

@Suite("What failing rows have in common")
struct PatternTests {
    private static let tickets = Tickets()
    private static let database = Database("desk", schemas: [Schema("desk", tables: [tickets])])

    /// 10,000 rows, an hour apart; a tenth is imported, and of these 460 of 500 faults.
    private static let ddl = """
        CREATE SCHEMA desk;
        CREATE TABLE desk.tickets (id bigint PRIMARY KEY, status text, channel text, plan text, email text, score int,
            opened_at timestamptz NOT NULL, closed_at timestamptz, seen_at timestamptz NOT NULL);
        INSERT INTO desk.tickets
        SELECT n, CASE WHEN n % 10 = 0 THEN 'imported' ELSE 'open' END, 'c' || n % 4, CASE WHEN n % 10 = 0 THEN 'secret' ELSE 'free' END,
          CASE WHEN n % 10 = 0 AND n BETWEEN 2001 AND 6600 THEN NULL WHEN n % 100 = 1 AND n <= 4000 THEN NULL ELSE 'x' END,
          CASE WHEN n = 7000 THEN 101 ELSE 1 END,
          timestamptz '2026-01-01 00:00Z' + n * interval '1 hour', NULL, now()
        FROM generate_series(1, 10000) AS n;
        """

    private func run(
        _ checks: [DataCheck], time: (any AnyColumn)? = nil, options: CheckOptions = CheckOptions(allowsSuperuser: true),
        setup: String = ""
    ) async throws -> [CheckResult] {
        try await ScratchServer.withDatabase { settings in
            let connection = try await PostgresConnection.connect(settings)
            try await connection.run(script: Self.ddl + setup)
            await connection.close()
            let suite = CheckSuite(
                Self.database, [CheckGroup(on: Self.tickets, key: [Self.tickets.id], time: time, checks)])
            return try await CheckRunner(settings, options: options).run(try suite.compiled(), database: "desk").results
        }
    }

    @Test("a failing check says when its first and last failing rows are, and which value most of them have")
    func spanAndSlice() async throws {
        let results = try await run([
            .notNull(Self.tickets.email, "Tickets have an address"),
            .atMost(Self.tickets.score, 100, "The score is a percentage"),
            .notNull(Self.tickets.closedAt, "Tickets are closed"),
            .notNull(Self.tickets.seenAt, "Tickets are seen"),
        ])
        let missing = try #require(results[0].pattern)
        #expect(results[0].failingRows == 500)
        #expect(
            missing.span == .init(column: "opened_at", first: "2026-01-01 01:00:00+00", last: "2026-10-03 00:00:00+00"))
        // The plan would explain as much, and is masked.
        #expect(missing.slice?.column == "status" && missing.slice?.value == "imported")
        #expect(missing.slice?.failingShare == 0.92 && missing.slice?.share == 0.1)
        #expect(missing.rowsLookedAt == 500 && !missing.isSample)
        #expect(
            results[1].pattern?.span?.first == "2026-10-19 16:00:00+00"
                && results[1].pattern?.span?.last == "2026-10-19 16:00:00+00")
        #expect(results[1].pattern?.slice == nil, "one row has nothing in common with another")
        // All rows fail: no value is more frequent among them.
        #expect(results[2].failingRows == 10_000 && results[2].pattern?.slice == nil && results[2].pattern?.span != nil)
        #expect(results[3].outcome == .passed && results[3].pattern == nil)

        let report = CheckReport(runID: UUID(), started: .now, finished: .now, databases: [], results: results)
        let text = TextReport.render(report, style: TextStyle(width: 240))
        #expect(text.contains("first at 2026-01-01 01:00:00+00, last at 2026-10-03 00:00:00+00 (opened_at)"), "\(text)")
        #expect(text.contains("92.0% of the failing rows have status = 'imported', and 10.0% of all"), "\(text)")
        #expect(!text.contains("secret"))
        let json = try JSONReport.render(report)
        #expect(json.contains("\"failingShare\" : 0.92"), "\(json)")
        #expect(try HTMLReport.render(report).contains("92.0% of the failing rows have status"))
    }

    @Test("rows out of scope do not count, a declared time column is taken, and a NULL of the checked column explains nothing")
    func scopes() async throws {
        let results = try await run(
            [
                .notNull(Self.tickets.email, "Imported tickets have an address").where(
                    Predicate(sql: "\(Self.tickets.status) = 'imported'")),
                .notNull(Self.tickets.channel, "Tickets have a channel"),
            ], time: Self.tickets.closedAt,
            setup: "UPDATE desk.tickets SET channel = NULL, closed_at = opened_at WHERE id % 10 = 0 AND id < 2000;")
        #expect(results[0].failingRows == 460 && results[0].pattern?.slice == nil, "\(String(describing: results[0].pattern))")
        #expect(results[1].pattern?.slice?.column == "status")
        #expect(results[1].pattern?.span?.column == "closed_at" && results[1].pattern?.span?.last == "2026-03-24 22:00:00+00")
    }

    @Test("of a large table only the parts with failing rows are read, or a sample that the result names")
    func bounds() async throws {
        let checks: [DataCheck] = [
            .notNull(Self.tickets.email, "Tickets have an address"),
            .atMost(Self.tickets.score, 100, "The score is a percentage"),
        ]
        let few = CheckOptions(patternRows: 1_000, allowsSuperuser: true)
        let sampled = try await run(checks, options: few)
        let pattern = try #require(sampled[0].pattern)
        #expect(pattern.isSample && pattern.rowsLookedAt < 500)
        let text = TextReport.render(
            CheckReport(runID: UUID(), started: .now, finished: .now, databases: [], results: sampled),
            style: TextStyle(width: 140))
        #expect(text.contains("failing rows in a sample"), "\(text)")
        // One failing row is in one part of the table: it is found without a sample.
        let alone = try await run([checks[1]], options: few)
        #expect(alone[0].pattern?.isSample == false && alone[0].pattern?.span?.first == "2026-10-19 16:00:00+00")
        let none = try await run(checks, options: CheckOptions(patternRows: 0, allowsSuperuser: true))
        #expect(none.allSatisfy { $0.pattern == nil && $0.outcome == .failed })
    }

    @Test("a time column that may not be shown is refused")
    func masked() {
        let suite = CheckSuite(
            Self.database,
            [CheckGroup(on: Self.tickets, key: [], time: Self.tickets.seenAt, [.notNull(Self.tickets.email, "There")])])
        let error = #expect(throws: CheckError.self) { try suite.compiled() }
        #expect(error?.message.contains("the time column seen_at") == true)
    }
}
