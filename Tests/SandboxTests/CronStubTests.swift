import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

/// The stand-in is compared with the extension itself: the same calls, the same answers, the same table.
@Suite struct CronStubTests {
    @Test(.needsExtension("pg_cron", major: 17)) func behavesAsThePgCronOf17() async throws {
        var options = SandboxOptions(major: 17)
        options.cronDatabase = "jobs"
        options.runsCronJobs = false
        let server = try await SandboxServer.start(options)
        try await server.execute("CREATE ROLE sue LOGIN; CREATE ROLE bob", in: nil)
        try await server.createDatabase("other")
        try await server.execute("CREATE EXTENSION pg_cron", in: "jobs")
        let real = try await transcript(on: server, database: "jobs")
        // The database's name is in the table, so the stand-in gets one of the same name, on a server without the extension.
        let plain = try await SandboxServer.start(SandboxOptions(major: 17))
        try await plain.execute("CREATE ROLE sue LOGIN; CREATE ROLE bob", in: nil)
        try await plain.createDatabase("other")
        try await plain.createDatabase("jobs", platform: .cronStub)
        let stub = try await transcript(on: plain, database: "jobs")
        for (one, other) in zip(real, stub) { #expect(other == one) }
        #expect(real.count == stub.count)
        #expect(real.count > 100)
        try await server.stop()
        try await plain.stop()
    }

    @Test(.needsExtension("pg_cron", major: 17)) func isRefusedBesideTheExtension() async throws {
        var options = SandboxOptions(major: 17)
        options.cronDatabase = "jobs"
        let server = try await SandboxServer.start(options)
        try await server.execute("CREATE EXTENSION pg_cron", in: "jobs")
        await #expect(throws: PostgresError.self) { try await server.load(.cronStub, into: "jobs") }
        try await server.stop()
    }

    /// One line a call, then one line a row of `cron.job`.
    private func transcript(on server: SandboxServer, database: String) async throws -> [String] {
        let connection = try await PostgresConnection.connect(server.settings.with(database: database))
        var lines: [String] = []
        for call in Self.calls {
            do throws(PostgresError) {
                let rows = try await connection.query(call)
                lines.append("\(call) -> \(rows.first?[0] ?? "no value")")
            } catch {
                let words = [error.sqlState?.rawValue, error.message, error.detail, error.hint].compactMap(\.self)
                lines.append("\(call) -> \(words.joined(separator: " | "))")
            }
        }
        let jobs = try await connection.query("SELECT job::text FROM cron.job ORDER BY jobid")
        await connection.close()
        return lines + jobs.map { $0[0] ?? "" }
    }

    private static let calls: [String] =
        [
            "SELECT cron.schedule('* * * * *', 'SELECT 1')",
            "SELECT cron.schedule('a', '* * * * *', 'SELECT 1')",
            "SELECT cron.schedule('a', '1 * * * *', 'SELECT 2')",
            "SELECT cron.schedule_in_database('a', '2 * * * *', 'SELECT 3', 'other', 'sue', false)",
            "SELECT cron.schedule_in_database('a', '3 * * * *', 'SELECT 4', 'other', NULL, false)",
            "SELECT cron.schedule_in_database('b', '2 * * * *', 'x', 'nowhere')",
            "SELECT cron.schedule_in_database('b', '2 * * * *', 'x', NULL)",
            "SELECT cron.schedule_in_database('b', '2 * * * *', 'x', 'other', NULL, NULL)",
            "SELECT cron.schedule_in_database('c', '2 * * * *', 'x', 'other', 'bob')",
            "SELECT cron.schedule_in_database('c', '2 * * * *', 'x', 'other', 'nobody')",
            "SELECT cron.schedule_in_database('c', '2 * * * *', 'x', 'other', active := false)",
            "SELECT cron.schedule(NULL, '2 * * * *', 'x')",
            "SELECT cron.schedule('n', NULL, 'x')",
            "SELECT cron.schedule('n', '2 * * * *', NULL)",
            "SELECT cron.schedule(NULL, '2 * * * *')",
            "SELECT cron.alter_job(2, schedule := 'bad')",
            "SELECT cron.alter_job(2, schedule := '3 3 * * *', active := false)",
            "SELECT cron.alter_job(2)",
            "SELECT cron.alter_job(9999, command := 'x')",
            "SELECT cron.alter_job(NULL, command := 'x')",
            "SELECT cron.alter_job(2, database := 'nowhere')",
            "SELECT cron.alter_job(2, username := 'bob')",
            "SELECT cron.alter_job(2, username := 'sue', database := 'other') ",
            "SELECT cron.unschedule(1)",
            "SELECT cron.unschedule(1)",
            "SELECT cron.unschedule('zzz')",
            "SELECT cron.unschedule('b')",
            "SELECT cron.unschedule(NULL::text)",
            "INSERT INTO cron.job (schedule, command, nodeport, jobname) VALUES ('anything', 'x', 1, 'inserted')",
            "SET ROLE sue",
            "SELECT cron.schedule('denied', '* * * * *', 'x')",
            "RESET ROLE",
            "GRANT USAGE ON SCHEMA cron TO sue",
            "SET ROLE sue",
            "SELECT cron.schedule('a', '4 4 * * *', 'as sue')",
            "SELECT cron.schedule('hers', '4 4 * * *', 'as sue')",
            "SELECT cron.schedule_in_database('c', '2 * * * *', 'x', 'other')",
            "SELECT cron.alter_job(2, command := 'x')",
            "SELECT cron.unschedule(2)",
            "SELECT cron.unschedule('inserted')",
            "SELECT count(*) FROM cron.job",
            "UPDATE cron.job SET active = false",
            "RESET ROLE",
            "SELECT cron.unschedule(jobid) FROM cron.job WHERE jobname = 'hers'",
        ]
        + schedules.enumerated().map { number, schedule in
            "SELECT cron.schedule('s\(number)', E'\(schedule)', 'x')"
        }

    /// Every rule of the extension's parser that somebody could lean on, and the ways to get it wrong.
    private static let schedules = [
        "30 seconds", "60 seconds", "0 seconds", "1 second", " 5  seconds ", "5 Seconds", "5seconds", "05 seconds",
        "+5 seconds", "-5 seconds", "59 seconds", "59.5 seconds", "5 sec", "5 seconds x", "5 minutes", "",
        "@daily", "@midnight", "@hourly", "@weekly", "@monthly", "@yearly", "@annually", "@reboot", "@restart", "@Daily",
        "@foo", "@every_minute", "@daily@", "@hourly junk", "bad", "# c", "# c\\n0 0 * * *", "\\n0 0 * * *", "0 0 * * *\\n",
        "0 0\\n* * *", "0\\t0 1 1 *", "  0 3 * * *", "0 3 * * *  ", "0 0 * *", "0 0 * * * *", "0 0 * * * SELECT 1",
        "61 * * * *", "59 * * * *", "60 * * * *", "0 24 * * *", "0 23 * * *", "0 0 0 * *", "0 0 31 * *", "0 0 32 * *",
        "0 0 * 0 *", "0 0 * 12 *", "0 0 * 13 *", "0 0 * * 7", "0 0 * * 8", "0 0 $ * *", "0 0 $,15 * *", "0 0 15,$ * *",
        "0 0 1-$ * *", "0 0 $x * *", "0 0 $/2 * *", "0 $ * * *", "0 0 l * *", "0 0 * jan mon-fri", "0 0 * DEC-JAN *",
        "0 0 * january *", "0 0 * * sun", "0 0 * * sunday", "0 0 * * fri-sun", "0 0 * * 5-7", "0 0 * * 7-5", "mon * * * *",
        "1/5 * * * *", "1-10/5 * * * *", "10-1 * * * *", "0-59/0 * * * *", "5-64/30 * * * *", "*/0 * * * *", "*/70 * * * *",
        "*/59 * * * *", "*/60 * * * *", "5-10/59 * * * *", "0 */23 * * *", "0 */24 * * *", "0 0 */31 * *", "0 0 */32 * *",
        "0 0 * */12 *", "0 0 * */13 *", "0 0 * * */7", "0 0 * * */8",
        "*/ * * * *", "*/5x * * * *", "*x * * * *", "*5 * * * *", "1x * * * *", "1, * * * *", "1,*/10 * * * *",
        "1-5-7 * * * *", "1-5x * * * *", "1- * * * *", "-5 * * * *", ",1 * * * *", "1,,2 * * * *", "000000005 * * * *",
        "100000000000 * * * *", "0 0 1,15 * *", "1,2,3-9,*/5 * * * *", "1;2 * * * *", "1.5 * * * *", "** * * * *",
    ]
}
