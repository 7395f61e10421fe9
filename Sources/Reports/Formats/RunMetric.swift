import Checks
import Foundation
import SchemaModel

/// A number of a run with its samples: what Prometheus and OpenTelemetry get.
struct RunMetric {
    /// The name in Prometheus.
    let name: String
    /// The name in OpenTelemetry, and its unit in UCUM.
    let openTelemetryName: String
    let unit: String
    let help: String
    let samples: [Sample]

    struct Sample {
        /// Names and values; none is empty.
        let labels: [(name: String, value: String)]
        let value: Double

        init(_ labels: [(name: String, value: String)], _ value: Double) {
            self.labels = labels.filter { !$0.value.isEmpty }
            self.value = value
        }
    }

    /// The run, each check, and each measurement. What is unknown has no sample, so that it is never taken for zero.
    static func all(_ report: CheckReport, _ measurements: Measurements) -> [RunMetric] {
        run(report) + checks(report) + numbers(measurements)
    }

    private static func run(_ report: CheckReport) -> [RunMetric] {
        let counts = report.counts
        let outcomes = [
            ("passed", counts.passed), ("failed", counts.failed), ("warning", counts.warned), ("error", counts.errored),
            ("skipped", counts.skipped),
        ]
        return [
            RunMetric(
                name: "plumbline_run_timestamp_seconds", openTelemetryName: "plumbline.run.timestamp", unit: "s",
                help: "When the run started.", samples: [Sample([], report.started.timeIntervalSince1970)]),
            RunMetric(
                name: "plumbline_run_duration_seconds", openTelemetryName: "plumbline.run.duration", unit: "s",
                help: "How long the run took.", samples: [Sample([], report.finished.timeIntervalSince(report.started))]),
            RunMetric(
                name: "plumbline_run_passed", openTelemetryName: "plumbline.run.passed", unit: "1",
                help: "1 when the verdict is passed, else 0.", samples: [Sample([], report.verdict == .passed ? 1 : 0)]),
            RunMetric(
                name: "plumbline_checks", openTelemetryName: "plumbline.checks", unit: "{check}",
                help: "Checks by how they ended.", samples: outcomes.map { Sample([("outcome", $0)], Double($1)) }),
        ]
    }

    private static func checks(_ report: CheckReport) -> [RunMetric] {
        let results = report.results.sorted { ($0.database, $0.id) < ($1.database, $1.id) }
        func each(_ value: (CheckResult) -> Double?) -> [Sample] {
            results.compactMap { result in value(result).map { Sample(labels(result), $0) } }
        }
        return [
            RunMetric(
                name: "plumbline_check_passed", openTelemetryName: "plumbline.check.passed", unit: "1",
                help: "1 when the check passed, 0 when it failed or could not run.",
                samples: each { result in
                    switch result.outcome {
                    case .passed: 1
                    case .failed, .error: 0
                    case .skipped: nil
                    }
                }),
            RunMetric(
                name: "plumbline_check_state", openTelemetryName: "plumbline.check.state", unit: "1",
                help:
                    "0 when the check passed, 1 for a note, 2 for a warning, 3 when it failed, 4 when it could not run. Of a check with two "
                    + "levels it is the one that is reached.",
                samples: each { result in
                    switch (result.outcome, result.severity) {
                    case (.passed, _): 0
                    case (.failed, .info): 1
                    case (.failed, .warning): 2
                    case (.failed, .error): 3
                    case (.error, _): 4
                    case (.skipped, _): nil
                    }
                }),
            RunMetric(
                name: "plumbline_check_failing_rows", openTelemetryName: "plumbline.check.failing_rows", unit: "{row}",
                help: "Rows that break the rule.", samples: each { $0.failingRows.map(Double.init) }),
            RunMetric(
                name: "plumbline_check_examined_rows", openTelemetryName: "plumbline.check.examined_rows", unit: "{row}",
                help: "Rows that the check is about.", samples: each { $0.rowsExamined.map(Double.init) }),
            RunMetric(
                name: "plumbline_check_duration_seconds", openTelemetryName: "plumbline.check.duration", unit: "s",
                help: "The time of the check's statement; a shared scan counts for each.",
                samples: each { $0.duration.inSeconds }),
        ]
    }

    private static func numbers(_ measurements: Measurements) -> [RunMetric] {
        let kinds: [(kind: DataMeasurement.Kind, name: String, other: String, unit: String, help: String)] = [
            (.rows, "plumbline_table_rows", "plumbline.table.rows", "{row}", "Rows of a table."),
            (
                .age, "plumbline_newest_value_age_seconds", "plumbline.newest_value.age", "s",
                "The age of a column's newest value."
            ),
            (
                .nullShare, "plumbline_null_share", "plumbline.null_share", "1",
                "The share of a column's values that are NULL, 0 to 1."
            ),
            (.mean, "plumbline_mean", "plumbline.mean", "1", "The mean of a column."),
            (.quantile, "plumbline_quantile", "plumbline.quantile", "1", "A quantile of a column."),
            (
                .figure, "plumbline_figure", "plumbline.figure", "1",
                "A figure of a declared report, in the report's own unit."
            ),
        ]
        return kinds.map { kind, name, other, unit, help in
            let samples = measurements.values.filter { $0.series.kind == kind && $0.isShown }.compactMap { measurement in
                measurement.value.map { Sample(labels(measurement.series), $0) }
            }
            return RunMetric(name: name, openTelemetryName: other, unit: unit, help: help, samples: samples)
        }
    }

    private static func labels(_ result: CheckResult) -> [(name: String, value: String)] {
        [
            ("database", result.database), ("check", result.id.rawValue), ("table", result.table ?? ""),
            ("severity", result.declaredSeverity.rawValue), ("dimension", result.dimension.rawValue),
            ("owner", result.labels.owner ?? ""),
        ]
    }

    private static func labels(_ series: DataMeasurement.Series) -> [(name: String, value: String)] {
        switch series.kind {
        case .rows: [("database", series.database), ("table", series.subject)]
        case .age, .nullShare, .mean, .quantile, .mark:
            [
                ("database", series.database), ("table", series.subject), ("column", series.name),
                ("quantile", series.share.map { String($0) } ?? ""),
            ]
        case .figure: [("database", series.database), ("report", series.subject), ("figure", series.name)]
        }
    }
}
