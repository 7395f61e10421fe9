import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// Jobs of pg_cron that fail, hang or are silent, on tables of the shape that pg_cron's have.
@Suite struct CronQuestionTests {
    private func open(_ rows: String, _ body: ([CheckResult]) throws -> Void) async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                CREATE SCHEMA cron;
                CREATE TABLE cron.job (jobid bigint PRIMARY KEY, schedule text NOT NULL, active boolean NOT NULL DEFAULT true, jobname text);
                CREATE TABLE cron.job_run_details (jobid bigint, runid bigint PRIMARY KEY, job_pid int, status text, return_message text,
                    start_time timestamptz, end_time timestamptz);
                \(rows)
                """)
            let suite = CheckSuite(
                Shop.database,
                [
                    CheckGroup(
                        catalogOf: "shop",
                        [CatalogQuestion.cronRuns("Jobs run"), CatalogQuestion.cronSilence("Jobs are not silent")])
                ])
            try body(try await live.run(suite, CheckOptions(samples: 100, allowsSuperuser: true)))
        }
    }

    /// A run that could not connect has no times, and one that a restart cut off stays "running".
    @Test func failuresWithoutTimesAndRunsThatAreGoneAreFound() async throws {
        try await open(
            """
            INSERT INTO cron.job (jobid, schedule, active, jobname) VALUES (1, '* * * * *', true, 'sync'), (2, '0 * * * *', true, 'totals'),
              (3, '0 3 * * *', true, 'fine'), (4, '0 3 * * *', false, 'off'), (5, '0 3 * * *', true, 'repaired'), (6, '0 3 * * *', true, 'runs');
            INSERT INTO cron.job_run_details VALUES
              (1, 10, 100, 'succeeded', 'CALL', now() - interval '2 days', now() - interval '2 days'),
              (1, 11, NULL, 'failed', 'secret', NULL, NULL),
              (2, 21, 4000000, 'running', NULL, now() - interval '3 days', NULL),
              (3, 31, 101, 'succeeded', '1 row', now() - interval '5 hours', now() - interval '5 hours'),
              (3, 30, 101, 'failed', 'secret', now() - interval '5 days', now() - interval '5 days'),
              (4, 41, 101, 'failed', 'secret', now() - interval '1 hour', now() - interval '1 hour'),
              (5, 51, NULL, 'failed', 'secret', NULL, NULL),
              (5, 52, 102, 'succeeded', '1 row', now() - interval '1 hour', now() - interval '1 hour'),
              (6, 61, pg_backend_pid(), 'running', NULL, now() - interval '2 hours', NULL)
            """
        ) { results in
            let found = results[0].samples.map { $0.values.joined(separator: " ") }.sorted()
            #expect(results[0].failingRows == 2, "\(results[0])")
            #expect(found.first == "sync failed: 1 runs, the last without a time")
            #expect(found.last?.hasPrefix("totals run 21 has been running since ") == true)
            #expect(!found.joined().contains("secret"))
        }
    }

    @Test func jobsThatWereDueAndDidNotRunAreFound() async throws {
        try await open(
            """
            INSERT INTO cron.job (jobid, schedule, jobname) VALUES (11, '*/5 * * * *', 'often'), (12, '30 2 * * *', 'never'),
              (13, to_char((now() AT TIME ZONE 'UTC') - interval '20 days', '"0 0" FMDD') || ' * *', 'monthly'),
              (14, to_char((now() AT TIME ZONE 'UTC') - interval '20 hours', 'FMMI FMHH24') || ' * * *', 'daily'),
              (15, '0 0 29 2 *', 'leap'), (16, '30 seconds', 'seconds'), (17, '0 12 * * mon-fri', 'workdays'),
              (18, '0-30/10,45 0-23/2 1,15 jan-dec *', 'lists');
            INSERT INTO cron.job_run_details (jobid, runid, status, start_time, end_time) VALUES
              (11, 110, 'succeeded', now() - interval '9 days', now() - interval '9 days'),
              (13, 130, 'succeeded', now() - interval '20 days', now() - interval '20 days'),
              (14, 140, 'succeeded', now() - interval '20 hours', now() - interval '20 hours'),
              (16, 160, 'succeeded', now() - interval '1 hour', now() - interval '1 hour'),
              (17, 170, 'succeeded', now() - interval '8 days', now() - interval '8 days'),
              (18, 180, 'succeeded', now() - interval '1 minute', now() - interval '1 minute')
            """
        ) { results in
            #expect(
                results[1].samples.map { $0.values[0] }.sorted() == ["never", "often", "seconds", "workdays"], "\(results[1])")
        }
    }
}
