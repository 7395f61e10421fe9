package import Checks
import Foundation
import SchemaModel

/// Results as Prometheus' text format, for node_exporter's textfile collector.
package enum PrometheusReport {
    /// The run, each check, and each measurement as gauges. What is unknown has no sample, so that it is never taken for zero.
    package static func render(_ report: CheckReport, measurements: Measurements = Measurements()) -> String {
        let counts = report.counts
        var families = [
            family("plumbline_run_timestamp_seconds", "When the run started.", [("", report.started.timeIntervalSince1970)]),
            family(
                "plumbline_run_duration_seconds", "How long the run took.",
                [("", report.finished.timeIntervalSince(report.started))]),
            family(
                "plumbline_run_passed", "1 when the verdict is passed, else 0.", [("", report.verdict == .passed ? 1 : 0)]),
            family(
                "plumbline_checks", "Checks by how they ended.",
                [
                    ("outcome=\"passed\"", Double(counts.passed)), ("outcome=\"failed\"", Double(counts.failed)),
                    ("outcome=\"warning\"", Double(counts.warned)), ("outcome=\"error\"", Double(counts.errored)),
                    ("outcome=\"skipped\"", Double(counts.skipped)),
                ]),
        ]
        let results = report.results.sorted { ($0.database, $0.id) < ($1.database, $1.id) }
        func each(_ value: (CheckResult) -> Double?) -> [(String, Double)] {
            results.compactMap { result in value(result).map { (labels(result), $0) } }
        }
        families += [
            family(
                "plumbline_check_passed", "1 when the check passed, 0 when it failed or could not run.",
                each { result in
                    switch result.outcome {
                    case .passed: 1
                    case .failed, .error: 0
                    case .skipped: nil
                    }
                }),
            family("plumbline_check_failing_rows", "Rows that break the rule.", each { $0.failingRows.map(Double.init) }),
            family("plumbline_check_examined_rows", "Rows that the check is about.", each { $0.rowsExamined.map(Double.init) }),
            family(
                "plumbline_check_duration_seconds", "The time of the check's statement; a shared scan counts for each.",
                each { $0.duration.inSeconds }),
        ]
        let kinds: [(DataMeasurement.Kind, String, String)] = [
            (.rows, "plumbline_table_rows", "Rows of a table."),
            (.age, "plumbline_newest_value_age_seconds", "The age of a column's newest value."),
            (.nullShare, "plumbline_null_share", "The share of a column's values that are NULL, 0 to 1."),
            (.mean, "plumbline_mean", "The mean of a column."),
            (.quantile, "plumbline_quantile", "A quantile of a column, whose share ends the label."),
            (.figure, "plumbline_figure", "A figure of a declared report, in the report's own unit."),
        ]
        families += kinds.map { kind, name, help in
            family(
                name, help,
                measurements.values.filter { $0.series.kind == kind && $0.isShown }.compactMap { measurement in
                    measurement.value.map { (labels(measurement), $0) }
                })
        }
        return families.joined()
    }

    private static func family(_ name: String, _ help: String, _ samples: [(labels: String, value: Double)]) -> String {
        guard !samples.isEmpty else { return "" }
        let lines = samples.map { "\(name)\($0.labels.isEmpty ? "" : "{\($0.labels)}") \(number($0.value))" }
        return (["# HELP \(name) \(help)", "# TYPE \(name) gauge"] + lines).joined(separator: "\n") + "\n"
    }

    private static func labels(_ result: CheckResult) -> String {
        list([
            ("database", result.database), ("check", result.id.rawValue), ("table", result.table ?? ""),
            ("severity", result.severity.rawValue), ("dimension", result.dimension.rawValue),
            ("owner", result.labels.owner ?? ""),
        ])
    }

    private static func labels(_ measurement: DataMeasurement) -> String {
        let series = measurement.series
        switch series.kind {
        case .rows: return list([("database", series.database), ("table", series.subject)])
        case .age, .nullShare, .mean, .quantile:
            return list([("database", series.database), ("table", series.subject), ("column", series.name)])
        case .figure: return list([("database", series.database), ("report", series.subject), ("figure", series.name)])
        }
    }

    /// A label that is empty is the same to Prometheus as one that is not there.
    private static func list(_ labels: [(String, String)]) -> String {
        labels.filter { !$0.1.isEmpty }.map { name, value in
            let escaped = Format.oneLine(value).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
