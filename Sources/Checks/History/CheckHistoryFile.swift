package import Foundation
import SchemaModel

/// Results of earlier runs in a SQLite file, which needs no right in any database. Keys of failing rows are not kept.
///
/// Three tables: `run`, `result` and `measurement`; times are seconds since 1970. `sqlite3` reads them.
package struct CheckHistoryFile: CheckHistoryStore {
    package let url: URL

    package init(_ url: URL) { self.url = url }

    /// Creates the file and its folder where they are not there.
    /// - Throws: ``CheckError`` of code `history`, of a folder that cannot be written or a file that is another thing.
    package func prepare() async throws {
        do {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw CheckError(
                .history,
                "the folder \(url.deletingLastPathComponent().path) of the history file cannot be created: "
                    + "\(FileErrorText.reason(error)); name another with --history-file")
        }
        let file = try SQLiteFile(url)
        let version = try file.rows("PRAGMA user_version").first?.first?.integer ?? 0
        guard version <= Self.version else {
            throw CheckError(
                .history,
                "the history file \(url.path) was written by a later version of plumb; update plumb, or name another file")
        }
        try file.transaction { () throws(CheckError) in
            for statement in Self.definition { try file.run(statement) }
            try file.run("PRAGMA user_version = \(Self.version)")
        }
    }

    private static let version = 1

    private static let definition = [
        """
        CREATE TABLE IF NOT EXISTS run (
            run_id TEXT PRIMARY KEY, started_at REAL NOT NULL, finished_at REAL NOT NULL, verdict TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS run_started_at ON run (started_at)",
        """
        CREATE TABLE IF NOT EXISTS result (
            run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE, database_name TEXT NOT NULL, check_id TEXT NOT NULL,
            title TEXT NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL, outcome TEXT NOT NULL, explanation TEXT,
            rows_examined INTEGER, failing_rows INTEGER, threshold TEXT NOT NULL, duration_ms REAL NOT NULL,
            PRIMARY KEY (run_id, database_name, check_id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS measurement (
            run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE, database_name TEXT NOT NULL, kind TEXT NOT NULL,
            subject TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, unit TEXT NOT NULL, value REAL,
            PRIMARY KEY (run_id, database_name, kind, subject, name)
        ) WITHOUT ROWID
        """,
    ]

    /// Keeps a run. Keeping it again replaces what was kept of it.
    /// - Throws: ``CheckError`` of code `history`; then nothing of the run is kept.
    package func record(_ report: CheckReport, _ measurements: [DataMeasurement]) async throws {
        let file = try SQLiteFile(url)
        let run = SQLiteFile.Cell.text(report.runID.uuidString.lowercased())
        try file.transaction { () throws(CheckError) in
            for table in ["result", "measurement", "run"] { try file.run("DELETE FROM \(table) WHERE run_id = ?", [[run]]) }
            try file.run(
                "INSERT INTO run VALUES (?, ?, ?, ?)",
                [
                    [
                        run, .real(report.started.timeIntervalSince1970), .real(report.finished.timeIntervalSince1970),
                        .text(report.verdict.rawValue),
                    ]
                ])
            try file.run(
                "INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                report.results.map { result in
                    [
                        run, .text(result.database), .text(result.id.rawValue), .text(result.title.replacing("\0", with: "")),
                        .text(result.kind.rawValue), .text(result.severity.rawValue), .text(result.outcome.word),
                        .init(result.outcome.explanation), .init(result.rowsExamined), .init(result.failingRows),
                        .text(result.threshold.description), .real(result.duration.milliseconds),
                    ]
                })
            try file.run(
                "INSERT INTO measurement VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                measurements.map { measurement in
                    [
                        run, .text(measurement.series.database), .text(measurement.series.kind.rawValue),
                        .text(measurement.series.subject), .text(measurement.series.storedName), .text(measurement.title),
                        .text(measurement.unit.symbol), .init(measurement.value),
                    ]
                })
        }
    }

    /// The last runs before a report, as reports show them.
    /// - Parameter runs: How many runs are read, at most.
    /// - Throws: ``CheckError`` of code `history`.
    package func trends(before report: CheckReport, runs: Int) async throws -> CheckTrends {
        let file = try SQLiteFile(url)
        let known = try Self.runs(file, before: report.started, except: report.runID, most: runs)
        return CheckTrends(
            try Self.results(file, known), try Self.measurements(file, known), before: report.started)
    }

    private static func measurements(_ file: SQLiteFile, _ runs: [Run]) throws(CheckError) -> [PastMeasurement] {
        var found: [PastMeasurement] = []
        for run in runs {
            for row in try file.rows(
                "SELECT database_name, kind, subject, name, value FROM measurement WHERE run_id = ?", [run.cell])
            {
                // A kind that a later version added is none of this one's series.
                guard let kind = row[1].text.flatMap(DataMeasurement.Kind.init),
                    let series = DataMeasurement.Series(
                        database: row[0].text ?? "", kind: kind, subject: row[2].text ?? "", storedName: row[3].text ?? "")
                else { continue }
                found.append(PastMeasurement(started: run.started, series: series, value: row[4].real))
            }
        }
        return found
    }

    /// The numbers of the last runs before a date; none where there is no file.
    /// - Throws: ``CheckError`` of code `history`.
    package func measurements(before date: Date, except run: UUID?, runs: Int) async throws -> [PastMeasurement] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        let file = try SQLiteFile(url)
        guard try file.rows("PRAGMA user_version").first?.first?.integer == Self.version else { return [] }
        return try Self.measurements(file, try Self.runs(file, before: date, except: run, most: runs))
    }

    /// The results of the last runs before a date; none where there is no file.
    /// - Throws: ``CheckError`` of code `history`.
    package func past(before date: Date, except run: UUID?, runs: Int) async throws -> [PastResult] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        let file = try SQLiteFile(url)
        guard try file.rows("PRAGMA user_version").first?.first?.integer == Self.version else { return [] }
        return try Self.results(file, try Self.runs(file, before: date, except: run, most: runs))
    }

    private struct Run {
        let id: UUID
        let cell: SQLiteFile.Cell
        let started: Date
    }

    private static func runs(
        _ file: SQLiteFile, before date: Date, except run: UUID?, most: Int
    ) throws(CheckError) -> [Run] {
        try file.rows(
            "SELECT run_id, started_at FROM run WHERE started_at < ? AND run_id <> ? ORDER BY started_at DESC LIMIT ?",
            [.real(date.timeIntervalSince1970), .text(run?.uuidString.lowercased() ?? ""), .integer(most)]
        ).compactMap { row in
            guard let text = row[0].text, let id = UUID(uuidString: text), let seconds = row[1].real else { return nil }
            return Run(id: id, cell: row[0], started: Date(timeIntervalSince1970: seconds))
        }
    }

    private static func results(_ file: SQLiteFile, _ runs: [Run]) throws(CheckError) -> [PastResult] {
        var past: [PastResult] = []
        for run in runs {
            past += try file.rows(
                "SELECT database_name, check_id, outcome, failing_rows, rows_examined, severity FROM result WHERE run_id = ?",
                [run.cell]
            ).map { row in
                PastResult(
                    runID: run.id, started: run.started, database: row[0].text ?? "",
                    check: CheckID(rawValue: row[1].text ?? ""), outcome: row[2].text ?? "", failingRows: row[3].integer,
                    rowsExamined: row[4].integer, severity: row[5].text.flatMap(Severity.init) ?? .error)
            }
        }
        return past
    }

    /// Deletes the runs that started before a time.
    /// - Throws: ``CheckError`` of code `history`.
    package func forget(before date: Date) async throws {
        let file = try SQLiteFile(url)
        try file.transaction { () throws(CheckError) in
            let old = SQLiteFile.Cell.real(date.timeIntervalSince1970)
            for table in ["result", "measurement"] {
                try file.run("DELETE FROM \(table) WHERE run_id IN (SELECT run_id FROM run WHERE started_at < ?)", [[old]])
            }
            try file.run("DELETE FROM run WHERE started_at < ?", [[old]])
        }
    }
}
