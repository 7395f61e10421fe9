import PlumblineTesting
import PostgresClient
import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

/// The months of `message_events`; what the function does with odd input is tested with the widget's, which is made the same way.
@Suite struct MetricsPartitionTests {
    private static let partitions = """
        SELECT c.relname || ' ' || pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'metrics.message_events'::regclass AND c.relname <> 'message_events_default' ORDER BY c.relname
        """

    private static func make(_ ahead: Int, _ asOf: String) -> String {
        "SELECT substr(m, 9) FROM metrics.create_message_partition(\(ahead), \(asOf)) AS m ORDER BY 1"
    }

    private func insert(_ connection: PostgresConnection, _ times: String...) async throws {
        for time in times {
            try await connection.run(
                script: "INSERT INTO metrics.message_events (direction, created_at) VALUES ('inbound', '\(time)')")
        }
    }

    private func homes(_ connection: PostgresConnection) async throws -> [String] {
        try await connection.texts(
            "SELECT id || ' ' || substr(tableoid::regclass::text, 9) FROM metrics.message_events ORDER BY id")
    }

    @Test func thisMonthAndTheNextThree() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let call = "SELECT metrics.create_message_partition()"
            #expect(try await connection.texts(call).count == 4)
            #expect(try await connection.texts(call) == [])
            try await connection.run(script: "SET TimeZone = 'UTC'")
            let wanted = try await connection.texts(
                """
                SELECT format('message_events_y%s FOR VALUES FROM (''%s 00:00:00+00'') TO (''%s 00:00:00+00'')',
                    to_char(m, 'YYYY"m"MM'), m::date, (m + interval '1 month')::date)
                FROM generate_series(date_trunc('month', now()), date_trunc('month', now()) + interval '3 months',
                    interval '1 month') AS m ORDER BY 1
                """)
            #expect(try await connection.texts(Self.partitions) == wanted)
        }
    }

    /// A leap February and the end of a year, in a session whose zone and dates are strange.
    @Test func theEndsOfMonths() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: "SET TimeZone = 'Pacific/Kiritimati'; SET DateStyle = 'SQL, DMY'")
            #expect(
                try await connection.texts(Self.make(2, "timestamptz '2023-12-31 23:59:59.999999+00'")) == [
                    "message_events_y2023m12", "message_events_y2024m01", "message_events_y2024m02",
                ])
            #expect(try await connection.texts(Self.make(0, "timestamptz '2024-02-29 23:59+00'")) == [])
            try await connection.run(script: "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'")
            #expect(
                try await connection.texts(Self.partitions) == [
                    "message_events_y2023m12 FOR VALUES FROM ('2023-12-01 00:00:00+00') TO ('2024-01-01 00:00:00+00')",
                    "message_events_y2024m01 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00')",
                    "message_events_y2024m02 FOR VALUES FROM ('2024-02-01 00:00:00+00') TO ('2024-03-01 00:00:00+00')",
                ])
            try await insert(
                connection, "2024-02-01 00:00:00+00", "2024-02-29 23:59:59.999999+00", "2024-03-01 00:00:00+00",
                "2023-12-31 23:59:59.999999+00", "2024-01-01 00:00:00+00", "2024-01-31 23:30:00-01")
            #expect(
                try await homes(connection) == [
                    "1 message_events_y2024m02", "2 message_events_y2024m02", "3 message_events_default",
                    "4 message_events_y2023m12", "5 message_events_y2024m01", "6 message_events_y2024m02",
                ])
        }
    }

    @Test func monthAfterMonthForTwoYears() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            // On the last day of each month, as a job that runs once a month would.
            #expect(
                try await connection.text(
                    """
                    SELECT count(p) FROM generate_series(0, 23) AS n,
                        metrics.create_message_partition(0, timestamptz '2023-03-31 12:00+00' + make_interval(months => n)) AS p
                    """) == "24")
            try await connection.run(
                script: """
                    INSERT INTO metrics.message_events (direction, created_at)
                    SELECT 'inbound', h
                    FROM generate_series(timestamptz '2023-03-01 00:00+00', timestamptz '2025-02-28 23:00+00',
                        interval '1 hour') AS h
                    """)
            // 731 days, with the 29th of February 2024.
            #expect(try await connection.text("SELECT count(*) FROM metrics.message_events") == "17544")
            #expect(try await connection.text("SELECT count(*) FROM metrics.message_events_default") == "0")
            #expect(try await connection.text("SELECT count(DISTINCT tableoid) FROM metrics.message_events") == "24")
        }
    }

    /// Events that came before their month was made, in months with gaps between them; and times that are mistakes.
    @Test func whatIsInTheDefaultPartitionMovesToItsMonth() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await insert(
                connection, "2025-05-01 00:00:00+00", "2025-05-31 23:59:59.999999+00", "2025-06-01 00:00:00+00",
                "2025-09-15 12:00:00+00", "infinity", "-infinity", "2099-01-01 00:00:00+00")
            let wanted = [
                "1 message_events_y2025m05", "2 message_events_y2025m05", "3 message_events_y2025m06",
                "4 message_events_y2025m09",
                "5 message_events_default", "6 message_events_default", "7 message_events_default",
            ]
            try await connection.run(script: "SET TimeZone = 'Asia/Kolkata'")
            #expect(
                try await connection.texts(Self.make(0, "'2025-10-01 00:00+00'")) == [
                    "message_events_y2025m05", "message_events_y2025m06", "message_events_y2025m09", "message_events_y2025m10",
                ])
            #expect(try await homes(connection) == wanted)
            #expect(try await connection.texts(Self.make(0, "'2025-10-01 00:00+00'")) == [])
        }
    }

    @Test func aPartitionIsAsItsTable() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.make(0, "'2025-05-20 00:00+00'"))
            let made = "'metrics.message_events_y2025m05'::regclass"
            // The table's five indexes, and one on the id alone.
            #expect(
                try await connection.text(
                    "SELECT count(*) FROM pg_index x JOIN pg_inherits i ON i.inhrelid = x.indexrelid WHERE x.indrelid = \(made)")
                    == "5")
            #expect(try await connection.text("SELECT count(*) FROM pg_index WHERE indrelid = \(made)") == "6")
            #expect(
                try await connection.text(
                    "SELECT count(*) FROM pg_constraint WHERE conrelid = \(made) AND contype = 'f' AND conparentid <> 0") == "3")
            #expect(try await connection.text("SELECT relrowsecurity FROM pg_class WHERE oid = \(made)") == "t")
            for role in ["anon", "service_role"] {
                #expect(
                    try await connection.refusal(of: role, "SELECT FROM metrics.message_events_y2025m05") == "42501", "\(role)")
            }
            let plan = try await connection.texts(
                """
                EXPLAIN (COSTS OFF) SELECT count(*) FROM metrics.message_events
                WHERE created_at >= '2025-05-10 00:00+00' AND created_at < '2025-05-11 00:00+00'
                """
            ).joined(separator: "\n")
            #expect(plan.contains("message_events_y2025m05") && !plan.contains("message_events_default"), "\(plan)")
        }
    }

    /// The client has what the job needs and asks for what the job has: the job gives up, and its next run makes the month.
    @Test func theJobGivesWayToClients() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            let job = try await PostgresConnection.connect(settings)
            let watcher = try await PostgresConnection.connect(settings)
            try await connection.run(script: "INSERT INTO metrics.conversations (status) VALUES ('open')")
            try await connection.run(script: "BEGIN; UPDATE metrics.conversations SET status = 'done'")
            async let refusal = job.refusal(of: "postgres", Self.make(0, "'2025-05-20 00:00+00'"))
            // On a busy machine the job may have given up before anybody sees it wait.
            for _ in 0..<500
            where try await watcher.text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'") == "0" {
                await Task.yield()
            }
            #expect(try await connection.text("SELECT count(*) FROM metrics.message_events") == "0")
            #expect(try await refusal == "55P03")
            try await connection.run(script: "COMMIT")
            #expect(try await job.texts(Self.make(0, "'2025-05-20 00:00+00'")) == ["message_events_y2025m05"])
            await job.close()
            await watcher.close()
        }
    }

    @Test func monthsThatAJobMadeAreNoDrift() throws {
        let supabase = try SupportPlatform.supabase.declared()
        #expect(supabase.scope.managedPartitions.contains(.table("metrics", "message_events")))
    }
}
