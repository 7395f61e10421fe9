import Migrator
import PlumblineTesting
import SchemaEngine
import PostgresClient
import SchemaModel
import Testing

/// The functions that make and retire months, with usual and odd input; expected values worked out by hand.
@Suite struct PartitionTests {
    private static func make(_ ahead: String, _ asOf: String) -> String {
        "SELECT m FROM widget.make_message_partitions(\(ahead), \(asOf)) AS m"
    }
    private static func retire(_ keep: String, _ asOf: String) -> String {
        "SELECT r FROM widget.retire_message_partitions(\(keep), \(asOf)) AS r"
    }

    @Test(.needsExtension("vector", major: 15)) func theDocumentsPartitionOn15() async throws {
        try await theDocumentsPartition(major: 15)
    }
    @Test(.needsExtension("vector", major: 17)) func theDocumentsPartitionOn17() async throws {
        try await theDocumentsPartition(major: 17)
    }
    @Test(.needsExtension("vector", major: 18)) func theDocumentsPartitionOn18() async throws {
        try await theDocumentsPartition(major: 18)
    }

    private func theDocumentsPartition(major: Int) async throws {
        try await WidgetBench.with(major: major) { (connection, _) async throws in
            #expect(
                try await connection.texts(Self.make("0", "'2025-01-15 12:00+00'")) == ["widget.message_y2025m01"])
            #expect(
                try await connection.texts(WidgetBench.bounds) == [
                    "message_default DEFAULT",
                    "message_y2025m01 FOR VALUES FROM ('2025-01-01 00:00:00') TO ('2025-02-01 00:00:00')",
                ])
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' ', relname, relrowsecurity, relacl) FROM pg_class
                    WHERE relnamespace = 'widget'::regnamespace AND relispartition AND relkind = 'r' ORDER BY relname
                    """) == ["message_default t", "message_y2025m01 t"])
            // Keys, defaults and indexes are the table's, and an id is unique within the month.
            #expect(
                try await connection.text(
                    "SELECT count(*) FROM pg_index WHERE indrelid = 'widget.message'::regclass") == "10")
            #expect(
                try await connection.text(
                    "SELECT count(*) FROM pg_index WHERE indrelid = 'widget.message_y2025m01'::regclass") == "11")
            #expect(
                try await connection.text(
                    """
                    SELECT count(*) FROM pg_constraint WHERE conrelid = 'widget.message_y2025m01'::regclass
                    AND contype = 'f' AND conparentid <> 0
                    """) == "3")
            try await connection.run(script: WidgetBench.people + WidgetBench.message("a", at: "2025-01-01"))
            await #expect(throws: PostgresError.self) {
                try await connection.run(script: WidgetBench.message("a", at: "2025-01-31 23:59:59"))
            }
        }
    }

    @Test func monthAfterMonthAcrossTheYearAndTwice() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            let asOf = "'2023-11-30 23:59:59.999+00'"
            #expect(
                try await connection.texts(Self.make("3", asOf)) == [
                    "widget.message_y2023m11", "widget.message_y2023m12", "widget.message_y2024m01", "widget.message_y2024m02",
                ])
            #expect(try await connection.texts(Self.make("3", asOf)) == [])
            // The next month needs one more; a leap February is a month like another.
            #expect(try await connection.texts(Self.make("3", "'2023-12-01 00:00+00'")) == ["widget.message_y2024m03"])
            #expect(
                try await connection.texts(WidgetBench.bounds).filter { $0.contains("2024m02") } == [
                    "message_y2024m02 FOR VALUES FROM ('2024-02-01 00:00:00') TO ('2024-03-01 00:00:00')"
                ])
            #expect(try await connection.texts(Self.make("0", "'2024-02-29 12:00+00'")) == [])
        }
    }

    @Test func monthsAreThoseOfUTCInAnySession() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(script: "SET TimeZone = 'Pacific/Auckland'; SET DateStyle = 'German, DMY'")
            // 1 March in Auckland is still February in UTC.
            #expect(
                try await connection.texts(Self.make("0", "timestamptz '2024-03-01 08:00+13'")) == ["widget.message_y2024m02"])
            #expect(
                try await connection.texts(Self.make("0", "timestamptz '2024-03-01 14:00+13'")) == ["widget.message_y2024m03"])
            #expect(
                try await connection.texts(Self.retire("'1 year'", "timestamptz '2025-03-02 08:00+13'")) == [
                    "widget.message_y2024m02"
                ])
            #expect(try await connection.text("SHOW TimeZone") == "Pacific/Auckland")
        }
    }

    @Test(.needsExtension("vector", major: 15)) func rowsThatWaitedAreMovedWhereTheyBelongOn15() async throws {
        try await rowsThatWaitedAreMovedWhereTheyBelong(major: 15)
    }
    @Test(.needsExtension("vector", major: 17)) func rowsThatWaitedAreMovedWhereTheyBelongOn17() async throws {
        try await rowsThatWaitedAreMovedWhereTheyBelong(major: 17)
    }
    @Test(.needsExtension("vector", major: 18)) func rowsThatWaitedAreMovedWhereTheyBelongOn18() async throws {
        try await rowsThatWaitedAreMovedWhereTheyBelong(major: 18)
    }

    private func rowsThatWaitedAreMovedWhereTheyBelong(major: Int) async throws {
        try await WidgetBench.with(major: major) { (connection, _) async throws in
            try await connection.run(
                script: WidgetBench.people + WidgetBench.message("p", at: "2024-01-31 23:59:59.999999")
                    + WidgetBench.message("a", at: "2024-02-29 12:00", parent: "p") + WidgetBench.message("b", at: "2024-04-01")
                    + WidgetBench.message("c", at: "2030-01-01") + WidgetBench.message("d", at: "infinity"))
            #expect(try await connection.text("SELECT count(*) FROM widget.message_default") == "5")
            // The job has not run since January; March, which nobody wrote in, has no partition and needs none.
            #expect(
                try await connection.texts(Self.make("1", "'2024-05-03 00:00+00'")) == [
                    "widget.message_y2024m01", "widget.message_y2024m02", "widget.message_y2024m04", "widget.message_y2024m05",
                    "widget.message_y2024m06",
                ])
            #expect(
                try await connection.texts(
                    #"SELECT tableoid::regclass || ' ' || id FROM widget.message ORDER BY "createdAt""#) == [
                        "widget.message_y2024m01 p", "widget.message_y2024m02 a", "widget.message_y2024m04 b",
                        "widget.message_default c", "widget.message_default d",
                    ])
        }
    }

    @Test func twoRunsAtOnceMakeEachMonthOnce() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(script: "BEGIN; SELECT widget.make_message_partitions(1, '2026-01-15')")
            let settings = connection.settings
            async let other = Self.texts(Self.make("2", "'2026-01-15'"), settings)
            // The other waits for this one, or comes after it: it must see what was made.
            try await connection.run(script: "COMMIT")
            #expect(try await other == ["widget.message_y2026m03"])
        }
    }

    /// As the job does: a run that does not get its locks leaves the work to the next.
    private static func texts(_ sql: String, _ settings: ConnectionSettings) async throws -> [String] {
        let connection = try await PostgresConnection.connect(settings)
        while true {
            do {
                let rows = try await connection.texts(sql)
                await connection.close()
                return rows
            } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
                continue
            }
        }
    }

    @Test func whatSomebodyMadeByHandIsLeftAlone() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(
                script: """
                    CREATE TABLE widget.spring PARTITION OF widget.message FOR VALUES FROM ('2024-03-01') TO ('2024-06-01');
                    CREATE TABLE widget.before PARTITION OF widget.message FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
                    """)
            #expect(
                try await connection.texts(Self.make("4", "'2024-02-10 00:00+00'")) == [
                    "widget.message_y2024m02", "widget.message_y2024m06",
                ])
            #expect(try await connection.texts(Self.make("0", "'2023-12-10 00:00+00'")) == [])
            try await connection.run(script: "CREATE TABLE widget.message_y2024m07 ()")
            await #expect(throws: PostgresError.self) { try await connection.texts(Self.make("0", "'2024-07-10 00:00+00'")) }
            #expect(
                try await connection.texts(Self.retire("'1 year'", "'2025-06-01 00:00+00'")) == [
                    "widget.before", "widget.message_y2024m02", "widget.spring",
                ])
        }
    }

    @Test(arguments: [
        ("NULL", "now()"), ("-1", "now()"), ("121", "now()"), ("1", "NULL"), ("1", "'infinity'"), ("1", "'-infinity'"),
        ("1", "'0044-03-15 BC'"),
    ])
    func oddArgumentsOfMakingAreRefused(_ ahead: String, _ asOf: String) async throws {
        try await WidgetBench.with { (connection, _) async throws in
            #expect(try await connection.refusal(of: "postgres", Self.make(ahead, asOf)) == "22023")
            #expect(try await connection.texts(WidgetBench.bounds) == ["message_default DEFAULT"])
        }
    }

    @Test(.needsExtension("vector", major: 15)) func oldMonthsAreArchivedWholeOn15() async throws {
        try await oldMonthsAreArchivedWhole(major: 15)
    }
    @Test(.needsExtension("vector", major: 17)) func oldMonthsAreArchivedWholeOn17() async throws {
        try await oldMonthsAreArchivedWhole(major: 17)
    }
    @Test(.needsExtension("vector", major: 18)) func oldMonthsAreArchivedWholeOn18() async throws {
        try await oldMonthsAreArchivedWhole(major: 18)
    }

    private func oldMonthsAreArchivedWhole(major: Int) async throws {
        try await WidgetBench.with(major: major) { (connection, _) async throws in
            try await connection.run(script: WidgetBench.people)
            for month in ["2023-01", "2023-02", "2023-03", "2024-02"] {
                _ = try await connection.texts(Self.make("0", "'\(month)-10 00:00+00'"))
            }
            try await connection.run(
                script: WidgetBench.message("a", at: "2023-01-31 23:59:59")
                    + WidgetBench.message("b", at: "2023-02-01", parent: "a")
                    + WidgetBench.message("c", at: "2023-02-28 23:59:59") + WidgetBench.message("d", at: "2023-03-01")
                    + WidgetBench.message("e", at: "2024-02-29"))
            // A year before a leap day is 28 February: that month has not ended a year ago.
            #expect(
                try await connection.texts(Self.retire("'1 year'", "'2024-02-29 12:00+00'")) == ["widget.message_y2023m01"])
            #expect(try await connection.texts(Self.retire("'1 year'", "'2024-02-29 23:59:59+00'")) == [])
            #expect(
                try await connection.texts(Self.retire("'1 year'", "'2024-03-01 00:00+00'")) == ["widget.message_y2023m02"])
            let rows = #"SELECT id || ' ' || "createdAt" || coalesce(' ' || "parentMessageId", '') FROM widget."#
            #expect(
                try await connection.texts(rows + "message_archive ORDER BY id") == [
                    "a 2023-01-31 23:59:59", "b 2023-02-01 00:00:00 a", "c 2023-02-28 23:59:59",
                ])
            #expect(
                try await connection.texts(rows + "message ORDER BY id") == ["d 2023-03-01 00:00:00", "e 2024-02-29 00:00:00"])
            #expect(try await connection.text("SELECT to_regclass('widget.message_y2023m02') IS NULL") == "t")
            // An answer to what is archived is an answer; to what never was, it is not.
            try await connection.run(script: WidgetBench.message("f", at: "2024-02-29", parent: "b"))
            #expect(
                try await connection.refusal(of: "postgres", WidgetBench.message("g", at: "2024-02-29", parent: "x")) == "23503")
            // Imported again, and retired again: the newer copy is kept.
            try await connection.run(
                script: WidgetBench.message("a", at: "2023-01-31 23:59:59").replacing("'text'", with: "'new'"))
            _ = try await connection.texts(Self.make("0", "'2024-03-01 00:00+00'"))
            #expect(
                try await connection.texts(Self.retire("'1 year'", "'2024-03-01 00:00+00'")) == ["widget.message_y2023m01"])
            #expect(
                try await connection.texts("SELECT content FROM widget.message_archive ORDER BY id") == ["new", "text", "text"])
        }
    }

    @Test(arguments: [
        ("NULL", "now()"), ("'0'", "now()"), ("'-1 year'", "now()"), ("'1 hour'", "now()"), ("'1 year'", "NULL"),
        ("'1 year'", "'infinity'"), ("'1 year'", "'0044-03-15 BC'"),
    ])
    func oddArgumentsOfRetiringAreRefused(_ keep: String, _ asOf: String) async throws {
        try await WidgetBench.with { (connection, _) async throws in
            #expect(try await connection.refusal(of: "postgres", Self.retire(keep, asOf)) == "22023")
        }
    }

    @Test func whatJobsMakeIsNoDriftAndIsListed() async throws {
        try await WidgetBench.with { (connection, live) async throws in
            let before = try await live.compare()
            #expect(before.isClean && before.managedPartitions.isEmpty, "\(before.drift)")
            let made = try await connection.texts(Self.make("2", "now()"))
            try await connection.run(
                script: """
                    COMMENT ON TABLE \(made[0]) IS 'this month'; GRANT SELECT ON \(made[0]) TO authenticated;
                    CREATE INDEX ON \(made[0]) (content); CREATE STATISTICS widget.s ON id, content FROM \(made[0]);
                    ALTER PUBLICATION supabase_realtime ADD TABLE \(made[0]);
                    """)
            let after = try await live.compare()
            #expect(after.isClean, "\(after.drift)")
            #expect(try live.plan(after).isEmpty)
            #expect(after.managedPartitions.map { "\($0.key.path): \($0.value.map(\.path))" } == ["widget.message: \(made)"])
            // What is no partition of it, and what is changed of the table itself, is drift as ever.
            try await connection.run(
                script: "CREATE TABLE widget.message_y1999m01 (); DROP INDEX widget.\"idx_message_senderId\"")
            // An index goes with those of the partitions that are declared.
            let drift = try await live.compare().drift
            #expect(
                drift.filter { $0.before?[.attachedTo] == nil }.map(\.id.name).sorted() == [
                    "idx_message_senderId", "message_y1999m01",
                ])
            #expect(drift.allSatisfy { $0.kind == .create || $0.id.kind == .index })
        }
    }
}
