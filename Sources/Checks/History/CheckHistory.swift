package import Foundation
package import PostgresClient
import SchemaModel

/// Results of earlier runs, in the tables `plumbline.check_history` and `plumbline.check_measurement` of a database.
///
/// The connection is not the one that checks: it may write. Keys of failing rows are not kept.
package struct CheckHistory: CheckHistoryStore {
    private let connection: PostgresConnection

    package init(_ connection: PostgresConnection) { self.connection = connection }

    /// Creates schema and table where they are not there; changes nothing where they are.
    /// - Throws: `PostgresError`, such as of a role that may not create a schema.
    package func prepare() async throws {
        let there = try await connection.query(
            """
            SELECT to_regclass('plumbline.check_history') IS NOT NULL AND to_regclass('plumbline.check_measurement') IS NOT NULL
            """
        ).one()
        if try there.decode(0, as: Bool.self) { return }
        try await connection.transaction { connection in
            // IF NOT EXISTS does not keep two sessions from creating the same name at the same moment.
            try await connection.query("SELECT pg_advisory_xact_lock(hashtext('plumbline.check_history'))")
            // The right to create schemas is asked for even where the schema is there.
            let hasSchema = try await connection.query("SELECT to_regnamespace('plumbline') IS NOT NULL").one()
            for statement in try Self.definition.dropFirst(hasSchema.decode(0, as: Bool.self) ? 1 : 0) {
                try await connection.query(statement)
            }
        }
    }

    /// The tables that ``prepare()`` creates.
    package static let definition = [
        "CREATE SCHEMA IF NOT EXISTS plumbline",
        """
        CREATE TABLE IF NOT EXISTS plumbline.check_history (
            run_id uuid NOT NULL,
            database_name text NOT NULL,
            check_id text NOT NULL,
            started_at timestamptz NOT NULL,
            finished_at timestamptz NOT NULL,
            title text NOT NULL,
            kind text NOT NULL,
            severity text NOT NULL,
            outcome text NOT NULL CHECK (outcome IN ('passed', 'failed', 'skipped', 'error')),
            explanation text,
            rows_examined bigint,
            failing_rows bigint,
            threshold text NOT NULL,
            duration_ms double precision NOT NULL,
            PRIMARY KEY (run_id, database_name, check_id)
        )
        """,
        "CREATE INDEX IF NOT EXISTS check_history_started_at ON plumbline.check_history (started_at)",
        "COMMENT ON TABLE plumbline.check_history IS 'What each run of plumb nightly found'",
        """
        CREATE TABLE IF NOT EXISTS plumbline.check_measurement (
            run_id uuid NOT NULL,
            started_at timestamptz NOT NULL,
            database_name text NOT NULL,
            kind text NOT NULL,
            subject text NOT NULL,
            name text NOT NULL,
            title text NOT NULL,
            unit text NOT NULL,
            value double precision,
            PRIMARY KEY (run_id, database_name, kind, subject, name)
        )
        """,
        "CREATE INDEX IF NOT EXISTS check_measurement_started_at ON plumbline.check_measurement (started_at)",
        "COMMENT ON TABLE plumbline.check_measurement IS 'Rows, ages, shares of NULL and figures of each run of plumb nightly'",
    ]

    /// Keeps a run. Keeping it again replaces what was kept of it.
    /// - Throws: `PostgresError`; then nothing of the run is kept.
    package func record(_ report: CheckReport, _ measurements: [DataMeasurement]) async throws {
        try await connection.transaction { connection in
            try await record(report, on: connection)
            try await record(measurements, of: report, on: connection)
        }
    }

    private func record(_ report: CheckReport, on connection: PostgresConnection) async throws {
        let rows = Value.list(
            report.results.map { result in
                .object([
                    "database_name": .text(result.database), "check_id": .text(result.id.rawValue),
                    "title": .text(result.title.replacing("\0", with: "")), "kind": .text(result.kind.rawValue),
                    "severity": .text(result.severity.rawValue), "outcome": .text(result.outcome.word),
                    "explanation": result.outcome.explanation.map(Value.text) ?? .null,
                    "rows_examined": result.rowsExamined.map(Value.integer) ?? .null,
                    "failing_rows": result.failingRows.map(Value.integer) ?? .null,
                    "threshold": .text(result.threshold.description),
                    "duration_ms": .number(String(result.duration.milliseconds)),
                ])
            })
        try await connection.query(
            """
            INSERT INTO plumbline.check_history AS kept (
                run_id, started_at, finished_at, database_name, check_id, title, kind, severity, outcome, explanation,
                rows_examined, failing_rows, threshold, duration_ms)
            SELECT $1::uuid, $2::timestamptz, $3::timestamptz, r.*
            FROM jsonb_to_recordset($4::jsonb) AS r (
                database_name text, check_id text, title text, kind text, severity text, outcome text, explanation text,
                rows_examined bigint, failing_rows bigint, threshold text, duration_ms double precision)
            ON CONFLICT (run_id, database_name, check_id) DO UPDATE SET
                started_at = excluded.started_at, finished_at = excluded.finished_at, title = excluded.title,
                kind = excluded.kind, severity = excluded.severity, outcome = excluded.outcome,
                explanation = excluded.explanation, rows_examined = excluded.rows_examined,
                failing_rows = excluded.failing_rows, threshold = excluded.threshold, duration_ms = excluded.duration_ms
            """,
            [report.runID, report.started, report.finished, rows.json])
    }

    private func record(
        _ measurements: [DataMeasurement], of report: CheckReport, on connection: PostgresConnection
    ) async throws {
        let rows = Value.list(
            measurements.map { measurement in
                .object([
                    "database_name": .text(measurement.series.database), "kind": .text(measurement.series.kind.rawValue),
                    "subject": .text(measurement.series.subject), "name": .text(measurement.series.storedName),
                    "title": .text(measurement.title.replacing("\0", with: "")), "unit": .text(measurement.unit.symbol),
                    "value": measurement.value.map { .number(String($0)) } ?? .null,
                ])
            })
        try await connection.query(
            """
            INSERT INTO plumbline.check_measurement (run_id, started_at, database_name, kind, subject, name, title, unit, value)
            SELECT $1::uuid, $2::timestamptz, m.*
            FROM jsonb_to_recordset($3::jsonb) AS m (
                database_name text, kind text, subject text, name text, title text, unit text, value double precision)
            ON CONFLICT (run_id, database_name, kind, subject, name) DO UPDATE SET value = excluded.value
            """,
            [report.runID, report.started, rows.json])
    }

    /// The last runs before a report, as reports show them.
    /// - Parameter runs: How many runs are read, at most.
    package func trends(before report: CheckReport, runs: Int) async throws -> CheckTrends {
        let past = try await past(before: report.started, except: report.runID, runs: runs)
        let oldest = past.map(\.started).min() ?? report.started
        let measurements = try await measurements(since: oldest, before: report.started, except: report.runID)
        return CheckTrends(past, measurements, before: report.started)
    }

    private func measurements(since oldest: Date, before date: Date, except run: UUID?) async throws -> [PastMeasurement] {
        try await connection.query(
            """
            SELECT started_at, database_name, kind, subject, name, value FROM plumbline.check_measurement
            WHERE started_at >= $1::timestamptz AND started_at < $2::timestamptz AND run_id IS DISTINCT FROM $3::uuid
            """,
            [oldest, date, run]
        ).compactMap { row -> PastMeasurement? in
            // A kind that a later version added is none of this one's series.
            guard let kind = DataMeasurement.Kind(rawValue: try row.decode(2)),
                let series = DataMeasurement.Series(
                    database: try row.decode(1), kind: kind, subject: try row.decode(3), storedName: try row.decode(4))
            else { return nil }
            return PastMeasurement(started: try row.decode(0), series: series, value: try row.decode(5))
        }
    }

    /// The numbers of the last runs before a date; none where no history is kept.
    package func measurements(before date: Date, except run: UUID?, runs: Int) async throws -> [PastMeasurement] {
        let exists = try await connection.query("SELECT to_regclass('plumbline.check_measurement') IS NOT NULL").one()
        guard try exists.decode(0, as: Bool.self) else { return [] }
        let oldest = try await connection.query(
            """
            SELECT min(started_at) FROM (
                SELECT DISTINCT started_at FROM plumbline.check_measurement
                WHERE started_at < $1::timestamptz AND run_id IS DISTINCT FROM $2::uuid ORDER BY started_at DESC LIMIT $3::integer
            ) AS recent
            """, [date, run, runs]
        ).one().decode(0, as: Date?.self)
        guard let oldest else { return [] }
        return try await measurements(since: oldest, before: date, except: run)
    }

    /// The results of the last runs before a date, such as checks that compare with earlier runs need; none where no history is kept.
    package func past(before date: Date, except run: UUID?, runs: Int) async throws -> [PastResult] {
        let exists = try await connection.query("SELECT to_regclass('plumbline.check_history') IS NOT NULL").one()
        guard try exists.decode(0, as: Bool.self) else { return [] }
        let rows = try await connection.query(
            """
            SELECT h.run_id, h.started_at, h.database_name, h.check_id, h.outcome, h.failing_rows, h.rows_examined, h.severity
            FROM plumbline.check_history AS h
            JOIN (
                SELECT run_id FROM plumbline.check_history
                WHERE started_at < $1::timestamptz AND run_id IS DISTINCT FROM $2::uuid
                GROUP BY run_id ORDER BY max(started_at) DESC LIMIT $3::integer
            ) AS recent USING (run_id)
            """,
            [date, run, runs])
        return try rows.map { row in
            PastResult(
                runID: try row.decode(0), started: try row.decode(1), database: try row.decode(2),
                check: CheckID(rawValue: try row.decode(3)), outcome: try row.decode(4), failingRows: try row.decode(5),
                rowsExamined: try row.decode(6), severity: Severity(rawValue: try row.decode(7)) ?? .error)
        }
    }

    /// Deletes the runs that started before a time.
    /// - Throws: `PostgresError`.
    package func forget(before date: Date) async throws {
        for table in ["check_history", "check_measurement"] {
            try await connection.query("DELETE FROM plumbline.\(table) WHERE started_at < $1::timestamptz", [date])
        }
    }
}
