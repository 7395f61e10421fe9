import Foundation
@testable import Migrator
import PostgresClient
import Synchronization
import Testing

@Suite("Sessions that a migration waits for")
struct WaitingTests {
    @Test(
        "a query is shown without its values",
        arguments: [
            ("SELECT * FROM t WHERE a = 'it''s' AND b = 5", "SELECT * FROM t WHERE a = ? AND b = ?"),
            ("UPDATE t2 SET c = E'\\'x' -- secret\n, d = -1.5e3", "UPDATE t2 SET c = E? , d = -?"),
            ("SELECT $1, $tag$ secret $x$ $tag$, \"a'b\", u2.c3", "SELECT $1, ?, \"a'b\", u2.c3"),
            ("/* a /* nested */ secret */ SELECT 'cut off he", "SELECT ?"),
            ("SELECT $$cut off", "SELECT ?"),
            ("DO $do$ BEGIN PERFORM 'secret'; END $do$", "DO ?"),
        ])
    func shape(_ query: String, _ wanted: String) { #expect(QueryShape.text(query) == wanted) }

    @Test("a long query is cut")
    func long() { #expect(QueryShape.text("SELECT " + String(repeating: "a, ", count: 200)).count == QueryShape.limit) }

    @Test(
        "a pooler is told by the processes that answer",
        arguments: [
            (Pooler.Observation(announced: 7, first: 7, second: 7, other: 8, keepsSettings: true), Pooler.none),
            // PgBouncer announces a process of its own making.
            (.init(announced: 99, first: 7, second: 7, other: 8, keepsSettings: true), .session),
            (.init(announced: 99, first: 7, second: 8, other: 7, keepsSettings: true), .transaction),
            (.init(announced: 99, first: 7, second: 7, other: 7, keepsSettings: true), .transaction),
            (.init(announced: 99, first: 7, second: 7, other: 8, keepsSettings: false), .transaction),
        ])
    func pooler(_ seen: Pooler.Observation, _ wanted: Pooler) { #expect(Pooler.judge(seen) == wanted) }

    @Test("who holds a table is named, with its query but without its values; --kill-blockers-older-than ends it")
    func blocker() async throws {
        try await Workshop.with { shop in
            let first = try await shop.declared(Workshop.first)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { live, _ in _ = try await live.apply() }
            let second = try await shop.declared(Workshop.second)
            try await shop.generate(second, "change")
            let blocker = try await PostgresConnection.connect(shop.live)
            try await blocker.run(
                script: "SET application_name = 'the shop'; BEGIN; SELECT count(*) FROM app.person WHERE email = 'secret@x.org'")
            try await shop.withLive(second) { live, _ in
                // Long enough for a look, however busy the machine is.
                let patience = MigrationRunner.Patience(attempts: 2, lockWait: .seconds(2))
                let error = await #expect(throws: MigrationError.self) {
                    try await live.apply(MigrateOptions(patience: patience))
                }
                let text = error?.description ?? ""
                #expect(text.contains("process \(blocker.processID) (role "), "\(text)")
                #expect(text.contains("application the shop, idle in transaction for"), "\(text)")
                #expect(text.contains("FROM app.person WHERE email = ?"), "\(text)")
                #expect(!text.contains("secret"), "\(text)")
                #expect(await blocker.isUsable, "nobody is ended unless that is asked for")
            }
            let ended = Mutex<[Int32]>([])
            try await shop.withLive(second) { live, _ in
                let patience = MigrationRunner.Patience(lockWait: .seconds(2), endsBlockersOlderThan: .milliseconds(1))
                let done = try await live.apply(MigrateOptions(patience: patience)) { event in
                    if case .ended(let blocker) = event { ended.withLock { $0.append(blocker.process) } }
                }
                #expect(done.map(\.label) == ["0002_change"])
                #expect(try await live.compare().isClean)
            }
            #expect(Set(ended.withLock { $0 }) == [blocker.processID])
            await blocker.close()
        }
    }

    @Test("old snapshots and prepared transactions are named before a concurrent build begins")
    func snapshots() async throws {
        try await Workshop.with { shop in
            try await shop.execute("CREATE TABLE public.t (a int)")
            let other = try await PostgresConnection.connect(shop.live)
            try await other.run(script: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 'secret' FROM public.t")
            try await PostgresConnection.with(shop.live) { connection in
                let lines = try await SnapshotHolders.lines(connection, olderThan: 0)
                #expect(lines.count == 1 && lines.first?.contains("process \(other.processID) ") == true, "\(lines)")
                #expect(lines.first?.contains("secret") == false)
                #expect(try await SnapshotHolders.lines(connection, olderThan: 3600).isEmpty)
            }
            await other.close()
        }
    }

    @Test("the age of a session is shown where the role may see it, and is not made up where it may not")
    func unknownAge() async throws {
        try await Workshop.with { shop in
            let role = "limited_\(UUID().uuidString.prefix(8).lowercased())"
            try await shop.execute("CREATE TABLE public.t (a int); CREATE ROLE \(role)")
            let holder = try await PostgresConnection.connect(shop.live)
            try await holder.run(script: "BEGIN; LOCK TABLE public.t")
            let waiter = try await PostgresConnection.connect(shop.live)
            async let waiting: Void = waiter.run(script: "SET lock_timeout = '10s'; SELECT FROM public.t")
            let watcher = try await PostgresConnection.connect(shop.live)
            var seen: [Blocker] = []
            while seen.isEmpty { seen = try await Blocker.all(blocking: waiter.processID, watcher) }
            #expect(seen[0].seconds != nil && seen[0].description.contains("idle in transaction for 0 s"), "\(seen)")
            try await watcher.run(script: "SET ROLE \(role)")
            seen = try await Blocker.all(blocking: waiter.processID, watcher)
            #expect(seen.map(\.process) == [holder.processID] && seen[0].seconds == nil)
            #expect(seen[0].description.contains("shown only to members of pg_read_all_stats"), "\(seen)")
            try await holder.run(script: "ROLLBACK")
            try await waiting
            try await watcher.run(script: "RESET ROLE; DROP ROLE \(role)")
            for connection in [holder, waiter, watcher] { await connection.close() }
        }
    }
}
