import Foundation
import PostgresClient
import Testing

@Suite("What is broken off goes on", .serialized)
struct BreakTests {
    private func finish(_ bench: Bench) async throws {
        let again = try await bench.plumb("apply", "chatwoot")
        #expect(again.status == 0, "\(again.all)")
        let verify = try await bench.plumb("verify", "chatwoot")
        #expect(verify.status == 0, "\(verify.all)")
        #expect(try await bench.value("SELECT count(*) = 0 FROM pg_index WHERE NOT indisvalid") == "true")
    }

    private func blocker(_ bench: Bench, _ sql: String) async throws -> PostgresConnection {
        let connection = try await PostgresConnection.connect(bench.live)
        try await connection.run(script: "BEGIN; \(sql)")
        return connection
    }

    private static let waits =
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
    private static let isQuiet = """
        SELECT NOT EXISTS (SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock')
        """

    @Test("a locked table: it waits, says so, and finishes when the lock is gone")
    func locked() async throws {
        try await Bench.with { bench in
            let other = try await blocker(bench, "LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE")
            let run = try bench.started(["apply", "chatwoot"])
            try await bench.until(Self.waits)
            try await bench.until(Self.isQuiet)
            await other.close()
            let outcome = try await run.outcome()
            #expect(outcome.status == 0 && outcome.errors.contains("another session holds the lock; attempt 1"), "\(outcome.all)")
            try await finish(bench)
        }
    }

    @Test(
        "Ctrl-C and kill -9, while it waits for a lock and while it builds an index", arguments: [SIGINT, SIGKILL],
        [
            "LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE", "LOCK TABLE contacts IN ROW EXCLUSIVE MODE",
        ])
    func interrupted(_ signal: Int32, _ lock: String) async throws {
        try await Bench.with { bench in
            // A writer does not keep a view from being made, and makes a concurrent build wait.
            let other = try await blocker(bench, lock)
            let run = try bench.started(["apply", "chatwoot"])
            try await bench.until(Self.waits)
            kill(run.process, signal)
            let outcome = try await run.outcome()
            if signal == SIGINT {
                #expect(
                    outcome.status == 2 && outcome.errors.contains("run the command again to continue"),
                    "\(outcome.all)")
            }
            // The lock of the other session is held on: the server's process ends all the same.
            try await bench.until(Self.isQuiet)
            try await bench.until(
                "SELECT NOT EXISTS (SELECT FROM pg_locks l WHERE locktype = 'advisory' AND l.database = "
                    + "(SELECT oid FROM pg_database WHERE datname = current_database()))")
            await other.close()
            try await finish(bench)
        }
    }

    @Test("two at once: one migrates, the other is told who, waits, and finds nothing to do")
    func two() async throws {
        try await Bench.with { bench in
            let other = try await blocker(bench, "LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE")
            let first = try bench.started(["apply", "chatwoot"])
            try await bench.until(Self.waits)
            let impatient = try await bench.plumb("apply", "chatwoot", "--wait", "0")
            #expect(
                impatient.status == 2 && impatient.errors.contains("another session is migrating this database"),
                "\(impatient.all)")
            #expect(impatient.errors.contains("server process"))
            let second = try bench.started(["apply", "chatwoot"])
            try await Task.sleep(for: .seconds(2))
            await other.close()
            #expect(try await first.outcome().status == 0)
            let outcome = try await second.outcome()
            #expect(outcome.status == 0 && outcome.errors.contains("waiting for it"), "\(outcome.all)")
            #expect(outcome.output.contains("nothing to apply"), "\(outcome.all)")
            try await finish(bench)
        }
    }

    @Test("psql, broken off and run again")
    func psql() async throws {
        try await Bench.with { bench in
            let other = try await blocker(bench, "LOCK TABLE contacts IN ROW EXCLUSIVE MODE")
            let run = try Run(
                URL(filePath: "/usr/bin/env"), ["psql", "-X", "-d", bench.live.url, "-f", bench.migration.path], in: bench.root,
                environment: [:])
            try await bench.until(Self.waits)
            kill(run.process, SIGINT)
            #expect(try await run.outcome().status != 0)
            await other.close()
            let again = try await bench.psql("-f", bench.migration.path)
            #expect(again.status == 0, "\(again.all)")
            #expect(try await !bench.psql("-f", bench.migration.path).all.contains("CREATE"))
            try await finish(bench)
        }
    }

    @Test("label rows whose account is missing: the constraint is named, no row is, and the rerun finishes")
    func missingAccount() async throws {
        try await Bench.with { bench in
            try await bench.execute("DELETE FROM accounts")
            let outcome = try await bench.plumb("apply", "chatwoot")
            #expect(
                outcome.status == 2 && outcome.errors.contains("23503") && outcome.errors.contains("public.labels"),
                "\(outcome.all)")
            #expect(!outcome.errors.contains("Key (") && !outcome.errors.contains("vip-customer"))
            #expect(try await bench.value("SELECT count(*) FROM labels") == "0")
            try await bench.execute("INSERT INTO accounts (id, name) VALUES (1, 'One')")
            try await finish(bench)
        }
    }
}
